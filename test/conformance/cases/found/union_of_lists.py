# A Union of lists.
from typing import List, Union


def f(x: Union[List[int], List[float], None]):
    return x


target = f
