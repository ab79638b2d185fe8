# Functions that call each other.


def g(n: int) -> int:
    return f(n - 1)


def f(n: int) -> int:
    if n <= 1:
        return 1
    return g(n)


target = f
