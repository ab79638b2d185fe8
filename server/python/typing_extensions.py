"""The interpreter's own `typing` has all of it; older installed versions of this package do not run on it."""
import typing
import warnings
from typing import *  # noqa: F401,F403


def __getattr__(name):
    if name == "deprecated":
        return warnings.deprecated
    return getattr(typing, name)
