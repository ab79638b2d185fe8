# `is` asks whether it is the same object: two mentions of a member are two objects to the compiler
from enum import Enum
from typing import List

import torch


class Color(Enum):
    RED = 1
    BLUE = 2


def f(x: int) -> List[int]:
    out = [0]
    c = Color.RED
    if Color.RED is Color.RED:
        out.append(1)
    if c is c:
        out.append(2)
    if c is Color.RED:
        out.append(3)
    if c is not Color.RED:
        out.append(4)
    if c is Color.BLUE:
        out.append(5)
    if c == Color.RED:
        out.append(6)
    return out


target = f
