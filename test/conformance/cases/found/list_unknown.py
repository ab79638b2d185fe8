# A List of a type that TorchScript does not know.
from typing import List
import torch
from torch import Tensor


def f(x: Tensor, y: List[torch.layout]):
    return 1


target = f
