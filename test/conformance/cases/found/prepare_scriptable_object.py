class Adder:
    def __call__(self, first, second, *others):
        return sum(others, first + second)


def add(first: int, second: int) -> int:
    return first + second


class Scriptable(Adder):
    def __prepare_scriptable__(self):
        return add


target = Scriptable()
