import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
class M(nn.Module):
    def h(self, x: Tensor) -> Tensor:
        return x + 1
    def forward(self, x):
        aw = torch.jit._awaitable(self.h, x)
        return aw.relu() + torch.jit._awaitable_wait(aw)


target = M()
