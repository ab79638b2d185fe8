# A static method called by the class's name.


class P:
    def __init__(self):
        self.a = 1

    @staticmethod
    def make(x: int) -> int:
        return x + 1


def f(x: int):
    return P.make(x)


target = f
