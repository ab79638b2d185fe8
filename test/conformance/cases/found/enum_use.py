# Members of an Enum compared and walked.
from enum import Enum


class C(Enum):
    A = 1
    B = 2


def f(a: C, x: int):
    if a == C.A:
        return x
    if a is C.B:
        return a.value
    for c in C:
        print(c.name, c.value)
    return C.A.value


target = f
