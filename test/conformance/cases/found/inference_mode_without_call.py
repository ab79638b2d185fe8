import torch
from torch import nn, Tensor
from typing import *


class M(nn.Module):
    @torch.inference_mode
    def forward(self, x):
        return x
target = M()
