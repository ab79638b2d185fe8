import torch
from torch import nn, Tensor
from typing import *


class Node:
    def __init__(self, v: int):
        self.v = v
    def clone(self) -> Node:
        return self
def target(x):
    return x
