# Objects sorted by __lt__.


class P:
    def __init__(self, a: int):
        self.a = a

    def __lt__(self, o: "P") -> bool:
        return self.a < o.a


def f():
    ps = [P(1), P(2)]
    ps.sort()
    return sorted(ps)


target = f
