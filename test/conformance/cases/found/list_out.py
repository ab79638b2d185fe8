# A list of tensors as out.
from typing import List
import torch
from torch import Tensor


def f(a0: List[Tensor], a1: List[Tensor], a2: List[Tensor], a4: List[Tensor]):
    return torch._foreach_addcmul(a0, a1, a2, out=a4)


target = f
