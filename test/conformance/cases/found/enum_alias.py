# An Enum with two names for one value.
import enum


class C(enum.Enum):
    A = 1
    B = 1
    D = 2


def f(c: C):
    return C.B.value, c == C.A


target = f
