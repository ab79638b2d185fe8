# Sine and cosine positions, made longer when needed.
import math
import torch
import torch.nn as nn
from torch import Tensor


class PE(nn.Module):
    def __init__(self, d=16, n=32):
        super().__init__()
        pe = torch.zeros(n, d)
        self.register_buffer("pe", pe)
        self.d = d

    def make(self, length: int, device: torch.device) -> Tensor:
        pos = torch.arange(length, dtype=torch.float, device=device).unsqueeze(1)
        div = torch.exp(torch.arange(0, self.d, 2, device=device).float() * (-math.log(10000.0) / self.d))
        pe = torch.zeros(length, self.d, device=device)
        pe[:, 0::2] = torch.sin(pos * div)
        pe[:, 1::2] = torch.cos(pos * div)
        return pe.unsqueeze(0)

    def forward(self, x):
        if x.size(1) > self.pe.size(0):
            return x + self.make(x.size(1), x.device)
        return x + self.pe[: x.size(1)]


target = PE()
