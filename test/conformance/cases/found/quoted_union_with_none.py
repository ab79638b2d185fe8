from typing import Union


def target(a: "Union[int, None]"):
    return a
