# An Enum with lists as values.
import enum


class C(enum.Enum):
    A = [1, 2]
    B = [3, 4]


def f(c: C):
    return c.value[0]


target = f
