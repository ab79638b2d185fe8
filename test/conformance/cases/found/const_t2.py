import torch
from torch import nn, Tensor
from typing import *


def foo(x=torch.tensor([1e-6, 1e6]), y=torch.tensor([100000., 2.]), z=torch.tensor([1., 10., 12345.])):
    return x
def target():
    return foo()
