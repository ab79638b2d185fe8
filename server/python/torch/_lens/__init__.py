"""What the stand-in torch is made of: numbers, storages, shapes. No counterpart in real torch."""

#: More values than this are not computed with: only the shape is known then.
LIMIT = 4096


def set_limit(limit):
    """An export needs the values of larger tensors than a check does."""
    import sys
    for name, module in list(sys.modules.items()):
        if name.startswith("torch.") and vars(module).get("LIMIT") == LIMIT and name != __name__:
            module.LIMIT = limit
    globals()["LIMIT"] = limit


class UnknownValue(RuntimeError):
    """Python asked for a value that the stand-in does not compute (a large tensor, a layer's output)."""

    def __init__(self, *args):
        super().__init__(*args)
        from .core import Mode
        if Mode.script is not None:
            Mode.script.stopped(self)


class NotBuilt(NotImplementedError):
    """A function of torch that the stand-in knows by name only was really called."""


class UnknownName(AttributeError):
    """A name that real torch has and the stand-in does not."""
