from typing import Union


def target(x):
    mask: Union[None, None] = None
    return x
