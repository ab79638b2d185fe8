"""Names of quantization that models use; nothing is quantized here. Answers to torch/ao/quantization/__init__.py."""
from .stubs import DeQuantStub, QuantStub, QuantWrapper  # noqa: F401
from torch._lens import NotBuilt as _NotBuilt


class QConfig:
    def __init__(self, activation=None, weight=None):
        self.activation, self.weight = activation, weight


default_qconfig = default_qat_qconfig = default_dynamic_qconfig = default_per_channel_qconfig = QConfig()


def get_default_qconfig(backend="x86", version=0):
    return default_qconfig


def get_default_qat_qconfig(backend="x86", version=1):
    return default_qconfig


def _refuse(name):
    def call(*args, **kwargs):
        import torch
        if torch.jit._watch is not None:  # a script goes on, and nothing is said of what it makes of this
            from lens.finder import Placeholder
            return Placeholder(f"torch.ao.quantization.{name}")
        raise _NotBuilt(f"torch.ao.quantization.{name} was called while the module was loaded; the stand-in torch quantizes nothing")
    call.__name__ = name
    return call


prepare, convert, quantize, quantize_dynamic, prepare_qat, quantize_qat = (_refuse(n) for n in ("prepare", "convert", "quantize", "quantize_dynamic", "prepare_qat", "quantize_qat"))
fuse_modules, fuse_modules_qat = _refuse("fuse_modules"), _refuse("fuse_modules_qat")


def _nothing(module):
    pass


disable_observer = enable_observer = disable_fake_quant = enable_fake_quant = _nothing
