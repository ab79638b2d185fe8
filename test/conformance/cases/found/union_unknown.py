# A Union with a type that TorchScript does not know.
from typing import Union
import torch
from torch import Tensor


def f(x: Tensor, y: Union[int, torch.layout]):
    return 1


target = f
