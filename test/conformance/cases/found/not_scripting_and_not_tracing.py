# Both questions in one condition leave nothing in the graph.
import torch
from torch import Tensor


def f(x: Tensor):
    if not torch.jit.is_scripting() and not torch.jit.is_tracing():
        x = x.no_such_method()
    return x


target = f
