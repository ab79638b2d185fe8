import torch
from torch import Tensor


class M(torch.nn.Module):
    def forward(self, x: Tensor):
        return torch.sparse.sum(x), torch.sparse.sum(x, dim=(0,)), torch.sparse.sum(x, dtype=torch.float64)


target = M()
