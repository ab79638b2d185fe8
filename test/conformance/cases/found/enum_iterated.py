# A loop over an Enum.
import enum


class C(enum.Enum):
    A = 1
    B = 2


def f():
    s = 0
    for c in C:
        s += c.value
    return s


target = f
