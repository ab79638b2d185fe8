"""No Metal here; answers to torch/backends/mps/__init__.py."""
from functools import lru_cache as _lru_cache


def is_built() -> bool:
    return False


@_lru_cache()
def is_available() -> bool:
    return False
