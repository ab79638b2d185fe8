import torch


class Box:
    def __init__(self, n: int):
        self.n = n

    def more(self, other: "Box") -> "Box":
        return other

    @staticmethod
    def make(n: int) -> "Box":
        return Box(n)


def f(n: int) -> int:
    return Box(n).more(Box.make(3)).n


target = f
