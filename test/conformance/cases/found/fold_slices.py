# Slices of constant strings, also backwards.


def f():
    s = "abcdef"
    return s[::-1], s[1:4], s[-3:], s[:-1], s[::2], s[4:1:-1], s[10:], s[-10:2]


target = f
