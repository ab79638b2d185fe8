import torch
from torch import nn, Tensor
from typing import *


def foo(x=torch.tensor(1e20), y=torch.tensor(3), z=torch.tensor(0.1), w=torch.tensor([0.1]), v=torch.tensor(-0.25, dtype=torch.float64)):
    return x
def target():
    return foo()
