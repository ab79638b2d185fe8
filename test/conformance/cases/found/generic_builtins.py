# Generic builtins as annotations.
from torch import Tensor


def f(x: list[Tensor], y: dict[str, list[int]], z: tuple[int, str] | None):
    return x, y, z


target = f
