import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class A:
    def __init__(self, x: int):
        self.x = x
    def b(self, o: "B"):
        return o.y
class B:
    def __init__(self, y: int):
        self.y = y
    def a(self, o: A):
        return o.x
def f(x: int):
    return A(x).x
target = f
