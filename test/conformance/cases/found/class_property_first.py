# The properties of a class are compiled before its methods.
from typing import List


class Counter:
    def __init__(self):
        self.n = 0

    def add(self, k: List):
        self.n = self.n + "a"

    @property
    def zoo(self) -> int:
        return self.nothing

    @property
    def extra(self) -> int:
        return "a"


target = Counter
