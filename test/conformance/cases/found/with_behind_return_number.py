# A number set in a with block behind an early return is kept: it stands at the top of the graph.
import torch
from torch import Tensor


def f(x: Tensor, n: int) -> int:
    if n > 3:
        return 2
    with torch.no_grad():
        y = 4
    return y


target = f
