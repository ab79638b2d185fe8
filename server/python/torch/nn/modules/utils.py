"""Argument widening; answers to torch/nn/modules/utils.py.

The script compiler does not compile these: it knows each by identity as an
operator (`__torch_names__` below names the function for it).
"""

import collections.abc
from typing import Any, Dict, List

__all__ = ["consume_prefix_in_state_dict_if_present"]


def _ntuple(n, name="parse"):
    def parse(x):
        return tuple(x) if isinstance(x, collections.abc.Iterable) else (x,) * n

    parse.__name__ = name
    return parse


_single = _ntuple(1, "_single")
_pair = _ntuple(2, "_pair")
_triple = _ntuple(3, "_triple")
_quadruple = _ntuple(4, "_quadruple")


def _reverse_repeat_tuple(t, n):
    """(1, 2) repeated twice from the back: (2, 2, 1, 1)."""
    return tuple(item for item in t[::-1] for _ in range(n))


def _list_with_default(out_size: List[int], defaults: List[int]) -> List[int]:
    """Fills the None entries of a size from the trailing entries of another."""
    if isinstance(out_size, int):
        return out_size
    missing = len(defaults) - len(out_size)
    if missing <= 0:
        raise ValueError(f"the input needs more than {len(out_size)} dimensions")
    return [d if v is None else v for v, d in zip(out_size, defaults[missing:])]


for _function in (_single, _pair, _triple, _quadruple, _list_with_default):
    _function.__torch_names__ = (f"torch.nn.modules.utils.{_function.__name__}",)
del _function


def consume_prefix_in_state_dict_if_present(state_dict: Dict[str, Any], prefix: str) -> None:
    """Renames `prefix + key` to `key`, in the state dict and in its metadata."""
    for key in [k for k in state_dict if k.startswith(prefix)]:
        state_dict[key[len(prefix):]] = state_dict.pop(key)
    metadata = getattr(state_dict, "_metadata", None)
    if metadata is None:
        return
    for key in [k for k in metadata if k]:
        if key == prefix.replace(".", "") or key.startswith(prefix):
            metadata[key[len(prefix):]] = metadata.pop(key)
