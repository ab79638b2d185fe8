"""Flattening and its opposite; answers to torch/nn/modules/flatten.py."""

from typing import Tuple, Union

from torch import Tensor
from torch.types import _size

from .. import _target as _at
from .module import Module

__all__ = ["Flatten", "Unflatten"]


class Flatten(Module):
    __constants__ = ["start_dim", "end_dim"]
    start_dim: int
    end_dim: int

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input: Tensor) -> Tensor:
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    NamedShape = Tuple[Tuple[str, int]]

    __constants__ = ["dim", "unflattened_size"]
    dim: int if _at.v2_14 else Union[int, str]
    unflattened_size: _size if _at.v2_14 else Union[_size, Tuple[Tuple[str, int]]]

    def __init__(self, dim: Union[int, str], unflattened_size: Union[_size, NamedShape]) -> None:
        super().__init__()
        if isinstance(dim, int):
            self._require_tuple_int(unflattened_size)
        elif isinstance(dim, str):
            self._require_tuple_tuple(unflattened_size)
        else:
            raise TypeError(f"dim is a number or a name, not a {type(dim).__name__}")
        self.dim = dim
        self.unflattened_size = unflattened_size

    def _require_tuple_tuple(self, input):
        if not isinstance(input, tuple) or not all(isinstance(entry, tuple) for entry in input):
            raise TypeError(f"with a named dim unflattened_size is a tuple of (name, size) tuples, not {input!r}")

    def _require_tuple_int(self, input):
        if not isinstance(input, (tuple, list)) or not all(isinstance(entry, int) for entry in input):
            raise TypeError(f"unflattened_size is a tuple of ints, not {input!r}")

    def forward(self, input: Tensor) -> Tensor:
        return input.unflatten(self.dim, self.unflattened_size)

    def extra_repr(self) -> str:
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"
