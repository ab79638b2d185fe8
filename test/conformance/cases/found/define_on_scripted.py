import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
class A(nn.Module):
    def forward(self, x):
        return x
a = torch.jit.script(A())
a.define("""
def other(self, x):
    return self.forward(x) + 2
""")
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = a
    def forward(self, x):
        return self.a.other(x)


target = M()
