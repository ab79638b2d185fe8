# Three named results.
from typing import List
from torch import Tensor


def f(a0: Tensor, a1: Tensor, a2: Tensor, a3: List[int], a4: List[int], a5: List[int], a6: List[bool]):
    return a0._slow_conv2d_backward(a1, a2, a3, a4, a5, a6)


target = f
