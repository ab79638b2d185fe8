import torch
from torch import nn


class Mix(nn.Module):
    def __init__(self, c):
        super().__init__()
        W = torch.linalg.qr(torch.FloatTensor(c, c).normal_())[0]
        if torch.det(W) < 0:
            W[:, 0] = -1 * W[:, 0]
        self.sign = 1 if torch.det(W) > 0 else -1
        self.conv = nn.Conv1d(c, c, 1, bias=False)
        self.conv.weight.data = W.contiguous().view(c, c, 1)

    def forward(self, z):
        return self.conv(z) * self.sign


target = Mix(4)
