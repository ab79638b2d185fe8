"""Results with names, such as `torch.max(x, 0).values` (answers to torch.return_types)."""
import collections

_made = {}


def record(name, fields, items):
    cls = _made.get(name)
    if cls is None:
        cls = _made[name] = collections.namedtuple(name, fields)
        cls.__module__ = "torch.return_types"
    return cls(*items)
