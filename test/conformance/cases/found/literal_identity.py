from typing import List

import torch


def f(x: int) -> List[int]:
    out = [0]
    s = "a"
    t = (1, "b")
    if "a" is "a":
        out.append(1)
    if s is s:
        out.append(2)
    if s is "a":
        out.append(3)
    if 1 is 1:
        out.append(4)
    if 1.5 is not 1.5:
        out.append(5)
    if 1 is 1.0:
        out.append(6)
    if True is True:
        out.append(7)
    if t is t:
        out.append(8)
    if t is (1, "b"):
        out.append(9)
    if None is None:
        out.append(10)
    if s is None:
        out.append(11)
    if 1 is True:
        out.append(12)
    if 2j is 2j:
        out.append(13)
    return out


target = f
