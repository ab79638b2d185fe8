import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
class M(torch.jit.ScriptModule):
    def __init__(self):
        super().__init__()
        self.define("""
        def helper(self, x):
            return x + 1
        """)
    @torch.jit.script_method
    def forward(self, x):
        return self.helper(x)


target = M()
