# Nested while loops with break and continue.


def f(n: int):
    s = 0
    i = 0
    while i < n and s < 100:
        i += 1
        if i % 3 == 0:
            continue
        j = 0
        while j < i:
            if j == 5:
                break
            j += 1
            s += j
        if s > 50:
            break
    return s, i


target = f
