# an empty text is found everywhere; without a limit torch never ends
from typing import List

import torch


def f(x: int) -> List[str]:
    return ["".replace("", "x,y", 1), "abc".replace("", "-", 2), "abc".replace("", "-", 9), "abc".replace("", "", 3), "aaa".replace("a", "aa", 2), "abc".replace("b", "", -1), "abc".replace("", "z", 0)]


target = f
