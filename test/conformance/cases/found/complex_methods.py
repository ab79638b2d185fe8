# Arithmetic of complex numbers.


def f(a: complex, b: int):
    c = a * b + 2j - 1
    return c.real, c.imag, abs(c), a == c, -a, a ** 2, a / 2


target = f
