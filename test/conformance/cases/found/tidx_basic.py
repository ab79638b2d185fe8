# Indexing of tensors.
from torch import Tensor


def f(x: Tensor, i: int, j: Tensor):
    a = x[i]
    b = x[i, 2]
    c = x[..., 0]
    d = x[None]
    e = x[:, None, :]
    g = x[j]
    h = x[:, j]
    k = x[j > 0]
    l = x[1:3, ..., ::2]
    m = x[-1, :i]
    n = x[[0, 2]]
    o = x[:, [0, 2]]
    return a, b, c, d, e, g, h, k, l, m, n, o


target = f
