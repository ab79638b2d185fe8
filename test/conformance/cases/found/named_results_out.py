# Results written into given tensors.
from torch import Tensor


def f(a0: Tensor, a3: Tensor, a4: Tensor):
    return a0.nanmedian(True, values=a3, indices=a4)


target = f
