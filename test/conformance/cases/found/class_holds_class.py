# A script class that holds another.
from typing import List, Optional


class Q:
    def __init__(self):
        self.k: List[int] = []


class P:
    def __init__(self):
        self.q = Q()
        self.o: Optional[Q] = None


def f():
    p = P()
    p.q.k.append(3)
    p.o = p.q
    return p.q.k


target = f
