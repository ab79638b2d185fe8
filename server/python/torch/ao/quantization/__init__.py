"""Names of quantization that models use; what needs the range of values is not computed. Answers to torch/ao/quantization/__init__.py."""
import functools

from . import fake_quantize, observer  # noqa: F401
from .fake_quantize import (  # noqa: F401
    FakeQuantize, FakeQuantizeBase, FixedQParamsFakeQuantize, FusedMovingAvgObsFakeQuantize, default_fake_quant, default_fused_act_fake_quant, default_fused_per_channel_wt_fake_quant,
    default_fused_wt_fake_quant, default_per_channel_weight_fake_quant, default_weight_fake_quant,
)
from .fuse_modules import fuse_known_modules, fuse_modules, fuse_modules_qat  # noqa: F401
from .observer import (  # noqa: F401
    HistogramObserver, MinMaxObserver, MovingAverageMinMaxObserver, MovingAveragePerChannelMinMaxObserver, NoopObserver, ObserverBase, PerChannelMinMaxObserver, PlaceholderObserver,
    default_dynamic_quant_observer, default_float_qparams_observer, default_float_qparams_observer_4bit, default_histogram_observer, default_observer, default_per_channel_weight_observer, default_placeholder_observer, default_weight_observer,
)
from .qconfig import (  # noqa: F401
    QConfig, default_activation_only_qconfig, default_debug_qconfig, default_dynamic_qconfig, default_per_channel_qconfig, default_qat_qconfig, default_qat_qconfig_v2, default_qconfig,
    default_weight_only_qconfig, float16_dynamic_qconfig, float_qparams_weight_only_qconfig,
    float_qparams_weight_only_qconfig_4bit, get_default_qat_qconfig, get_default_qconfig, per_channel_dynamic_qconfig,
)
from . import quantize as _written
from .quantize import add_quant_dequant, propagate_qconfig_, swap_module  # noqa: F401
from .stubs import DeQuantStub, QuantStub, QuantWrapper  # noqa: F401
from torch._lens import NotBuilt as _NotBuilt


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


def _refuse(name):
    def call(*args, **kwargs):
        raise _NotBuilt(f"torch.ao.quantization.{name} was called while the module was loaded; the stand-in torch trains nothing to be quantized")
    call.__name__ = name
    return _or_placeholder(name, call)


prepare, convert, quantize, quantize_dynamic = (_or_placeholder(n, getattr(_written, n)) for n in ("prepare", "convert", "quantize", "quantize_dynamic"))
prepare_qat, quantize_qat = _or_placeholder("prepare_qat", _written.prepare_qat), _refuse("quantize_qat")


def _nothing(module):
    pass


disable_observer = enable_observer = disable_fake_quant = enable_fake_quant = _nothing
