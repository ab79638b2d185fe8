# Tuples cannot be the keys of a dict.
from typing import Dict, Tuple


def f(d: Dict[Tuple[int, int], int]):
    return 1


target = f
