"""Types of results with names."""
from ._lens.records import _made


def __getattr__(name):
    if name in _made:
        return _made[name]
    raise AttributeError(name)
