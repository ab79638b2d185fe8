from typing import Optional


def target(a: 'Optional["int"]' = None):
    return a
