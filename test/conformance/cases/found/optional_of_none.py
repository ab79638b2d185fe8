from typing import Optional


def target(x, mask: Optional[None] = None):
    return x
