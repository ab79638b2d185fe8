import torch
from torch import Tensor
from torch import profiler


def target(x: Tensor):
    if profiler.kineto_available():
        return x
    return x + 1
