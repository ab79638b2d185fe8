# Branches and loops that never run.
from torch import Tensor


def f(x: Tensor):
    if 1 < 2:
        x = x + 1
    if "a" == "b":
        x = x - 1
    if not False:
        x = x * 2
    for i in range(0):
        x = x * 3
    while False:
        x = x * 4
    return x


target = f
