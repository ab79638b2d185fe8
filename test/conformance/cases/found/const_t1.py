import torch
from torch import nn, Tensor
from typing import *


def foo(x=torch.tensor([0.5, 1000.25, -3.])):
    return x
def target():
    return foo()
