# Methods of lists.
from typing import List


def f(a: List[int]):
    a.append(1)
    a.extend([2, 3])
    a.insert(0, 1)
    a.remove(2)
    a.reverse()
    a.sort()
    a.sort(reverse=True)
    b = a.copy()
    c = a.count(1)
    d = a.index(1)
    e = a.pop()
    g = a.pop(0)
    a.clear()
    return b, c, d, e, g


target = f
