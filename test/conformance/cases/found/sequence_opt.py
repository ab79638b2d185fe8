# An Optional Sequence as annotation.
from typing import Optional
from typing import Sequence


def f(x: Optional[Sequence[int]]):
    return 1


target = f
