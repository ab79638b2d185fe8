import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class A:
    def __init__(self, x: int):
        self.x = x
    def b(self):
        return B(self.x)
class B:
    def __init__(self, x: int):
        self.x = x
    def a(self):
        return A(self.x)
def f(x: int):
    return A(x).b().a().x
target = f
