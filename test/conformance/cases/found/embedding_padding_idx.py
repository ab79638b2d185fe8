# Both checks of padding_idx have the same text.
import torch
from torch import Tensor


def f(x: Tensor, w: Tensor):
    return torch.nn.functional.embedding(x, w, padding_idx=-1)


target = f
