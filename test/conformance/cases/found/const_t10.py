import torch
from torch import nn, Tensor
from typing import *


def foo(x=torch.tensor([123456, 7]), y=torch.tensor([0.001, 0.002]), z=torch.tensor([1.23456789, 100.]), w=torch.tensor([[0.5, 123.], [-1., 0.]])):
    return x
def target():
    return foo()
