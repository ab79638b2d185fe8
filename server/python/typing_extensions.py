"""The interpreter's own library has all of it; older installed versions of this package do not run on it."""
import annotationlib
import collections.abc
import inspect
import types
import typing
import warnings
from typing import *  # noqa: F401,F403

#: Where the newer names came to lie.
_HOMES = (typing, types, collections.abc, warnings, annotationlib, inspect)


class Sentinel:
    def __init__(self, name, repr=None):
        self._name = name
        self._repr = repr or f"<{name}>"

    def __repr__(self):
        return self._repr


class Doc:
    def __init__(self, documentation, /):
        self.documentation = documentation


def __getattr__(name):
    for home in _HOMES:
        if hasattr(home, name):
            return getattr(home, name)
    raise AttributeError(f"module 'typing_extensions' has no attribute '{name}'")
