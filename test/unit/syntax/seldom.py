# Valid Python that grammars know least.
def first(t):
    return *[1], t[0]


def others(t):
    x = *[1], t
    yield *(1, 2), t
    for i in *[1], *{t}:
        pass
    t[*[1], 2]
    t[*x.y]
    t[*x.y[0]]
    return *-t, *"ab", *f"a", *1 + t, *[1] * t, *[i for i in t]


def outer(x):
    class Inner:
        nonlocal x
        x += 1


def entered(a, b, c):
    with a if b else c as d, c if a else b if c else a as e:
        pass
    with (a if b else c as d):
        pass
    with lambda: 1 as d:
        pass
    try:
        pass
    except a if b else c as d:
        pass
