# Tuples of constants.


def f():
    t = (1, 2.5, "a")
    a, b, c = t
    return t[0] + a, b, t[1:], (t, t), t + (3,)


target = f
