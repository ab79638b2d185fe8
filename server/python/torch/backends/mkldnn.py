"""Not built in here."""
import torch as _torch

from ._flags import flags, set_flags  # noqa: F401

VERBOSE_OFF, VERBOSE_ON, VERBOSE_ON_CREATION = 0, 1, 2
enabled = True

if _torch._lens_version >= (2, 7):
    from ._flags import Kept as _Kept

    class MkldnnModule:
        # of the object that stands for the module: compiled code is asked for its self
        def is_available(self):
            return False

    is_available = MkldnnModule().is_available

    def is_acl_available():
        return False

    deterministic, allow_tf32, fp32_precision = False, True, "none"
    matmul, conv, rnn = _Kept(fp32_precision="none"), _Kept(fp32_precision="none"), _Kept(fp32_precision="none")
else:
    def is_available():
        return False


class verbose:
    def __init__(self, level):
        self.level = level

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        return False
