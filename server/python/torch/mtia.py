"""No such device here."""
import torch as _torch


def is_available():
    return False


def device_count():
    return 0


def synchronize(*args, **kwargs):
    pass


empty_cache = manual_seed = synchronize

if _torch._lens_version >= (2, 7):
    def is_bf16_supported(including_emulation: bool = True):
        return True
