"""Tables with quantized rows."""
import torch
from torch import nn
from torch.ao.quantization import float_qparams_weight_only_qconfig


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(10, 8)
        self.bag = nn.EmbeddingBag(10, 8, mode="sum", include_last_offset=True)

    def forward(self, x: torch.Tensor, offsets: torch.Tensor):
        return self.words(x), self.bag(x, offsets)


class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.eight = torch.ao.quantization.quantize_dynamic(Net(), dtype=torch.quint8)
        self.one = torch.ao.quantization.quantize_dynamic(Net(), {nn.EmbeddingBag: float_qparams_weight_only_qconfig})
        self.four = torch.ao.quantization.quantize_dynamic(Net(), dtype=torch.quint4x2)

    def forward(self, x: torch.Tensor, offsets: torch.Tensor):
        return self.eight(x, offsets), self.one(x, offsets), self.four(x, offsets)


target = Whole()
