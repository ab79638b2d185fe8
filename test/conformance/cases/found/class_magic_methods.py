# Magic methods of a script class in use.


class P:
    def __init__(self, a: int):
        self.a = a

    def __add__(self, o: int) -> int:
        return self.a + o

    def __len__(self) -> int:
        return self.a

    def __getitem__(self, i: int) -> int:
        return i

    def __setitem__(self, i: int, v: int) -> None:
        self.a = v

    def __contains__(self, i: int) -> bool:
        return True

    def __call__(self, i: int) -> int:
        return i

    def __lt__(self, i: int) -> bool:
        return True

    def __mul__(self, i: int) -> int:
        return 3


def f(x: int):
    p = P(x)
    p[1] = 5
    a = p + 1
    b = len(p)
    c = p[2]
    d = 3 in p
    e = p(4)
    g = p < 3
    h = p * 3
    return a, b, c, d, e, g, h


target = f
