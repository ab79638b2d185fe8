"""Pictures of tensors; answers to torchvision/utils.py."""

from collections.abc import Iterable

from ._absent import names_only

__getattr__ = names_only(__name__, None)


def _log_api_usage_once(obj):
    """Nothing is counted here."""


def _make_ntuple(x, n):
    return tuple(x) if isinstance(x, Iterable) else (x,) * n
