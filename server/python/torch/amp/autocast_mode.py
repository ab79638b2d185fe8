"""Autocasting: accepted, without effect; answers to torch/amp/autocast_mode.py."""
import functools

import torch
from torch import device as _device  # noqa: F401
from torch._lens.types import CPU  # noqa: F401


def is_autocast_available(device_type):
    return device_type in ("cpu", "cuda")


def autocast_decorator(autocast_instance, func):
    @functools.wraps(func)
    def decorate_autocast(*args, **kwargs):
        with autocast_instance:
            return func(*args, **kwargs)

    decorate_autocast.__script_unsupported = "autocast as a decorator cannot be scripted"  # type: ignore[attr-defined]
    return decorate_autocast


class autocast:
    def __init__(self, device_type, dtype=None, enabled=True, cache_enabled=None):
        if not isinstance(device_type, str):
            raise ValueError(f"autocast needs the name of a device type, not {device_type!r}")
        self.device = device_type
        self._enabled = enabled
        self.fast_dtype = dtype or torch.get_autocast_dtype(device_type) if hasattr(torch, "get_autocast_dtype") else dtype
        self._cache_enabled = cache_enabled

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        return False

    def __call__(self, func):
        return autocast_decorator(self, func)


def custom_fwd(fwd=None, *, device_type="cuda", cast_inputs=None):
    return fwd if fwd is not None else (lambda f: f)


def custom_bwd(bwd=None, *, device_type="cuda"):
    return bwd if bwd is not None else (lambda f: f)
