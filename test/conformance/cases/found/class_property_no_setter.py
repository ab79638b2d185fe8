# An assignment to a property without a setter.


class P:
    def __init__(self, a: int):
        self._a = a

    @property
    def a(self) -> int:
        return self._a


def f(x: int):
    p = P(x)
    p.a = 4
    return p.a


target = f
