import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
class M(torch.jit.ScriptModule):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.ones(2))
        self.define("""
        def forward(self, x):
            return x + self.w
        def g(self, x: Tensor) -> Tensor:
            return self.forward(x)
        """)


target = M()
