# An attribute of the class's own type.
from typing import Optional


class N:
    def __init__(self, v: int):
        self.v = v
        self.next: Optional[N] = None


target = N
