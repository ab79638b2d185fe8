"""The package opt_einsum is not there."""
from functools import lru_cache as _lru_cache

from ._flags import flags, set_flags  # noqa: F401

enabled, strategy = False, None


@_lru_cache()
def is_available() -> bool:
    return False


def get_opt_einsum():
    return None
