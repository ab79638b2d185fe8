from functools import partial

import torch
from torch import nn


def kernel(data, *, scale: float, fn=nn.ReLU()):
    return fn(data) * scale


class M(nn.Module):
    def forward(self, x):
        k = partial(kernel, scale=2.0)
        return k(x)


target = M()
