from enum import Enum
from typing import List

import torch


class Color(Enum):
    RED = 1


class Name(Enum):
    A = "x"


class Size(Enum):
    S = 0.5


def f(x: int, c: Color) -> List[str]:
    t = (1, Name.A)
    return [str(Color.RED), str(Name.A), str(Size.S), str(c), f"{Color.RED}", str((1, "a")), str(t), str(Color.RED.value), str(None), str(torch.float32), str([1.5, 2.0]), str(torch.device("cpu")), str(2j), str("q")]


target = f
