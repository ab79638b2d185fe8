# stft is a compiled function of torch.
import torch
from torch import Tensor


def f(x: Tensor):
    return torch.stft(x, 4, return_complex=True)


target = f
