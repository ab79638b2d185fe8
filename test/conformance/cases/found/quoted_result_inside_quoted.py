from typing import Optional


def target(a: int) -> 'Optional["int"]':
    return a
