"""Names of quantization that models use. Answers to torch/ao/quantization/__init__.py."""
import functools

from . import fake_quantize, observer  # noqa: F401
from .fake_quantize import *  # noqa: F401,F403
from .fuse_modules import fuse_known_modules, fuse_modules, fuse_modules_qat  # noqa: F401
from .observer import *  # noqa: F401,F403
from .qconfig import *  # noqa: F401,F403
from . import quantize as _written
from .quantize import add_quant_dequant, propagate_qconfig_, swap_module  # noqa: F401
from .stubs import DeQuantStub, QuantStub, QuantWrapper  # noqa: F401
from torch._lens import NotBuilt as _NotBuilt, absent as _absent
from torch.nn import _target as _at


def _or_placeholder(name, written):
    @functools.wraps(written)
    def call(*args, **kwargs):
        try:
            return written(*args, **kwargs)
        except _NotBuilt:
            import torch
            if torch.jit._watch is None:
                raise
            # a script goes on, and nothing is said of what it makes of this
            from lens.finder import Placeholder
            return Placeholder(f"torch.ao.quantization.{name}")
    return call


prepare, prepare_qat, convert, quantize, quantize_dynamic, quantize_qat = (
    _or_placeholder(n, getattr(_written, n)) for n in ("prepare", "prepare_qat", "convert", "quantize", "quantize_dynamic", "quantize_qat"))

# the newer releases list a name that is not there, and so refuse `import *`
__all__ = ["MatchAllNode"] if _at.v2_6 else list(_absent._rows("torch.ao.quantization"))
