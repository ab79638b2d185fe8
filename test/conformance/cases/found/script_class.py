# Magic methods, a property and a static method of a script class.
import torch


@torch.jit.script
class Pair:
    def __init__(self, a: int, b: int):
        self.a = a
        self.b = b

    def total(self) -> int:
        return self.a + self.b

    def __add__(self, other: "Pair") -> "Pair":
        return Pair(self.a + other.a, self.b + other.b)

    def __eq__(self, other: "Pair") -> bool:
        return self.a == other.a

    def __len__(self) -> int:
        return 2

    def __getitem__(self, i: int) -> int:
        return self.a if i == 0 else self.b

    def __contains__(self, i: int) -> bool:
        return self.a == i

    @property
    def first(self) -> int:
        return self.a

    @staticmethod
    def make(n: int) -> int:
        return n


def f(n: int):
    p = Pair(n, 2)
    q = p + Pair(1, 2)
    q.a += 3
    q.b = p[0]
    return q.total() + len(q), q == p, 3 in q, q.first, Pair.make(3)


target = f
