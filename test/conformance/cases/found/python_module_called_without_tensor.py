# A module from outside of the function, called as Python with a number for its first argument.
import torch
from torch import nn


class Repeat(nn.Module):
    def forward(self, times: int) -> torch.Tensor:
        return torch.ones(times)


repeat = Repeat()


def ones(n: int) -> torch.Tensor:
    return repeat(n)


target = ones
