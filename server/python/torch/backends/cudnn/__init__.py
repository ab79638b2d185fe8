"""Switches of cuDNN, which is not there."""
import torch as _torch

from .._flags import flags, set_flags  # noqa: F401

enabled = True
benchmark = False
deterministic = False
allow_tf32 = True
benchmark_limit = None

if _torch._lens_version >= (2, 7):
    from .._flags import Kept as _Kept

    fp32_precision, conv, rnn = "none", _Kept(fp32_precision="none"), _Kept(fp32_precision="none")


def is_available():
    return False


def is_acceptable(tensor):
    return False


def version():
    return None
