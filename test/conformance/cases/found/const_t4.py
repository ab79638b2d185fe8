import torch
from torch import nn, Tensor
from typing import *


def foo(x=torch.tensor([1.5, 2.5], dtype=torch.float64), y=torch.tensor([1.5, 2.25], dtype=torch.float16), z=torch.zeros(2, 2, 2)):
    return x
def target():
    return foo()
