"""Whether attention may take its fast path."""
import torch as _torch

_is_fastpath_enabled = True


def get_fastpath_enabled() -> bool:
    if not _torch.jit.is_scripting():
        return _is_fastpath_enabled
    return True


def set_fastpath_enabled(value: bool) -> None:
    global _is_fastpath_enabled
    _is_fastpath_enabled = value
