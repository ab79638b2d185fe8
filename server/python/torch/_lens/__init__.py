"""What the stand-in torch is made of: numbers, storages, shapes. No counterpart in real torch."""

#: More values than this are not computed with: only the shape is known then.
LIMIT = 4096


class UnknownValue(RuntimeError):
    """Python asked for a value that the stand-in does not compute (a large tensor, a layer's output)."""


class NotBuilt(NotImplementedError):
    """A function of torch that the stand-in knows by name only was really called."""


class UnknownName(AttributeError):
    """A name that real torch has and the stand-in does not."""
