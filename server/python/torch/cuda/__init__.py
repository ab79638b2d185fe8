"""No CUDA here."""
import torch
from torch.nn import _target as _at
from . import amp, nvtx  # noqa: F401
from torch import Stream as _Stream


def _is_compiled() -> bool:
    return hasattr(torch._C, "_cuda_getDeviceCount")


if _at.v2_6:
    def _nvml_based_avail() -> bool:
        return False

    def is_available() -> bool:
        if not _is_compiled():
            return False
        if _nvml_based_avail():
            return device_count() > 0
        else:
            return torch._C._cuda_getDeviceCount() > 0
else:
    def is_available() -> bool:
        if not _is_compiled():
            return False
        return torch._C._cuda_getDeviceCount() > 0


def device_count():
    return 0


def current_device():
    return 0


def _nothing(*args, **kwargs):
    pass


synchronize = empty_cache = manual_seed = manual_seed_all = set_device = init = reset_peak_memory_stats = ipc_collect = _nothing


def memory_allocated(*args):
    return 0


memory_reserved = max_memory_allocated = max_memory_reserved = memory_cached = memory_allocated


def get_device_name(*args):
    return "none"


def get_device_capability(*args):
    return (0, 0)


def is_bf16_supported():
    return False


def get_device_properties(*args):
    raise RuntimeError("there is no CUDA device here")


def current_stream(device=None):
    return Stream()


default_stream = current_stream


class Stream(_Stream):
    def __init__(self, *args, **kwargs):
        pass


class Event:
    def __init__(self, *args, **kwargs):
        pass

    def record(self, *args):
        pass

    def elapsed_time(self, other):
        return 0.0


class device:
    def __init__(self, device):
        self.idx = device

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


class stream(device):
    pass
