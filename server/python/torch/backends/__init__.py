"""Switches of backends."""
import types


class _Flags:
    enabled = False
    benchmark = False
    deterministic = False
    allow_tf32 = False

    def is_available(self=None):
        return False

    def version(self=None):
        return None


from . import cudnn, mha, mps  # noqa: E402,F401

mkldnn = _Flags()
mkl = _Flags()
openmp = _Flags()
cuda = _Flags()
cuda.matmul = _Flags()
quantized = types.SimpleNamespace(engine="none", supported_engines=["none", "qnnpack", "fbgemm"])
