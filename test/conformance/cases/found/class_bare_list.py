# A bare list in the signature of a method of a class.
from typing import Dict, List, Optional, Tuple, Union


class Counter:
    def __init__(self):
        self.n = 0

    def add(self, k: list):
        self.n = self.n + 1


target = Counter
