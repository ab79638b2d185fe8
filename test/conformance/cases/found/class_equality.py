# == and != of a script class.


class P:
    def __init__(self, a: int):
        self.a = a

    def __eq__(self, o: "P") -> bool:
        return self.a == o.a


def f(x: int):
    return P(x) == P(3), P(x) != P(3)


target = f
