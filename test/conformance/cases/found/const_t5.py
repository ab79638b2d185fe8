import torch
from torch import nn, Tensor
from typing import *


def foo(x=torch.tensor([float('nan'), 1.]), y=torch.tensor([float('inf'), -2.])):
    return x
def target():
    return foo()
