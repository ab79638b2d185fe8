"""Linear layers with quantized weights, of a kind or by name, beside layers that stay."""
import torch
from torch import nn
from torch.ao.quantization import default_dynamic_qconfig


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(8)
        self.net = nn.Sequential(nn.Linear(8, 16), nn.GELU(), nn.Linear(16, 8, bias=False))

    def forward(self, x):
        return x + self.net(self.norm(x))


class Both(nn.Module):
    def __init__(self):
        super().__init__()
        self.whole = torch.quantization.quantize_dynamic(Block(), {nn.Linear}, dtype=torch.qint8)
        self.one = torch.ao.quantization.quantize_dynamic(Block(), {"net.0": default_dynamic_qconfig})

    def forward(self, x):
        return self.one(self.whole(x))


target = Both()
