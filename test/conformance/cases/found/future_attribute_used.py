import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.fu = torch.jit.fork(lambda x: x + 1, torch.ones(2))
    def forward(self, x):
        return x + torch.jit.wait(self.fu)


target = M()
