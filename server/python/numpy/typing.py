"""Names for annotations; answers to numpy/typing."""
import typing

from . import ndarray

ArrayLike = typing.Any
DTypeLike = typing.Any


class NBitBase:
    pass


class NDArray(ndarray):
    """`NDArray[float32]` in an annotation."""

    def __class_getitem__(cls, item):
        return ndarray
