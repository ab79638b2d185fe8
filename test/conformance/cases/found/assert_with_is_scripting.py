# is_scripting is folded inside of an assertion, too.
import torch
from torch import Tensor


def f(x: Tensor):
    assert not torch.jit.is_scripting() or x.dim() > 2
    return x


target = f
