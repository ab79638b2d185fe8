# __exit__ with too few arguments.


class P:
    def __init__(self, a: int):
        self.a = a

    def __enter__(self):
        return self

    def __exit__(self, t, v):
        pass


def f(x: int):
    with P(x) as y:
        x += 1
    return x


target = f
