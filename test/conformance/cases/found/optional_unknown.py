# An Optional of a type that TorchScript does not know.
from typing import Optional
import torch
from torch import Tensor


def f(x: Tensor, y: Optional[torch.layout] = None):
    return 1


target = f
