# the size of a complex constant, to its last digit
from typing import List

import torch


def f(x: int):
    return abs(0.6399158374025293 + 1.8j), abs(3.0 + 4.0j), abs(1e-7 + 0.5j), abs(12.75 - 3.7j), abs(0.1 + 0.2j), abs(-5.5 + 0.3j), abs(1e300 + 1e300j), abs(0.7 + 0.7j), abs(0.0 + 0.3j), abs(0j)


target = f
