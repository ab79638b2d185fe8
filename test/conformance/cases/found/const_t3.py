import torch
from torch import nn, Tensor
from typing import *


def foo(x=torch.tensor([1, -20, 300]), y=torch.tensor([True, False]), z=torch.tensor([[1], [22]], dtype=torch.int8)):
    return x
def target():
    return foo()
