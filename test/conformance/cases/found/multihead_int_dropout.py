import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn = nn.MultiheadAttention(8, 2, dropout=0, batch_first=True)

    def forward(self, x: torch.Tensor):
        return self.attn(x, x, x)[0]


target = Net()
