import torch
from torch import Tensor


def breaks(x: Tensor) -> Tensor:
    torch._dynamo.graph_break(msg="a")
    return x + 1


target = breaks
