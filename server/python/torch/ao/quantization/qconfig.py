"""Which observers a layer gets; answers to torch/ao/quantization/qconfig.py."""
import collections

import torch
from torch import nn
from torch.nn import _target as _at

from .fake_quantize import (
    FakeQuantize, FusedMovingAvgObsFakeQuantize, default_dynamic_fake_quant, default_embedding_fake_quant, default_embedding_fake_quant_4bit, default_fake_quant, default_fused_act_fake_quant,
    default_fused_per_channel_wt_fake_quant, default_fused_wt_fake_quant, default_per_channel_weight_fake_quant, default_weight_fake_quant, fused_per_channel_wt_fake_quant_range_neg_127_to_127,
    fused_wt_fake_quant_range_neg_127_to_127,
)
from .observer import (
    HistogramObserver, MinMaxObserver, MovingAverageMinMaxObserver, NoopObserver, PlaceholderObserver, default_debug_observer, default_dynamic_quant_observer, default_float_qparams_observer,
    default_float_qparams_observer_4bit, default_observer, default_per_channel_weight_observer, default_placeholder_observer, default_reuse_input_observer, default_weight_observer,
    per_channel_weight_observer_range_neg_127_to_127, weight_observer_range_neg_127_to_127,
)

__all__ = [
    "QConfig", "default_activation_only_qconfig", "default_debug_qconfig", "default_dynamic_qat_qconfig", "default_dynamic_qconfig", "default_embedding_qat_qconfig",
    "default_embedding_qat_qconfig_4bit", "default_per_channel_qconfig", "default_per_channel_symmetric_qnnpack_qat_qconfig", "default_per_channel_symmetric_qnnpack_qconfig",
    "default_qat_qconfig", "default_qat_qconfig_v2", "default_qconfig", "default_reuse_input_qconfig", "default_symmetric_qnnpack_qat_qconfig", "default_symmetric_qnnpack_qconfig",
    "default_weight_only_qconfig", "float16_dynamic_qconfig", "float16_static_qconfig", "float_qparams_weight_only_qconfig", "float_qparams_weight_only_qconfig_4bit",
    "get_default_qat_qconfig", "get_default_qconfig", "per_channel_dynamic_qconfig",
]


class QConfig(collections.namedtuple("QConfig", ["activation", "weight"])):
    def __new__(cls, activation, weight):
        if isinstance(activation, nn.Module) or isinstance(weight, nn.Module):
            raise ValueError("QConfig takes what makes observers, not observers: give MyObserver or MyObserver.with_args(...)")
        return super().__new__(cls, activation, weight)


default_qconfig = QConfig(default_observer, default_weight_observer)
default_per_channel_qconfig = QConfig(default_observer, default_per_channel_weight_observer)
default_dynamic_qconfig = QConfig(default_dynamic_quant_observer, default_weight_observer)
_half = PlaceholderObserver.with_args(dtype=torch.float16)
float16_dynamic_qconfig = QConfig(_half.with_args(is_dynamic=True) if _at.v2_6 else _half.with_args(compute_dtype=torch.float16), _half)
float16_static_qconfig = QConfig(_half, _half)
per_channel_dynamic_qconfig = QConfig(default_dynamic_quant_observer, default_per_channel_weight_observer)
float_qparams_weight_only_qconfig = QConfig(default_placeholder_observer, default_float_qparams_observer)
float_qparams_weight_only_qconfig_4bit = QConfig(default_placeholder_observer, default_float_qparams_observer_4bit)
default_qat_qconfig = QConfig(default_fake_quant, default_weight_fake_quant)
default_qat_qconfig_v2 = QConfig(default_fused_act_fake_quant, default_fused_wt_fake_quant)
default_weight_only_qconfig = QConfig(nn.Identity, default_weight_fake_quant)
default_activation_only_qconfig = QConfig(default_fake_quant, nn.Identity)
default_debug_qconfig = QConfig(default_debug_observer, default_weight_observer)
default_dynamic_qat_qconfig = QConfig(default_dynamic_fake_quant, default_weight_fake_quant)
default_reuse_input_qconfig = QConfig(default_reuse_input_observer, NoopObserver)
default_embedding_qat_qconfig = QConfig(NoopObserver.with_args(dtype=torch.float32), default_embedding_fake_quant)
default_embedding_qat_qconfig_4bit = QConfig(NoopObserver.with_args(dtype=torch.float32), default_embedding_fake_quant_4bit)
_signed = dict(dtype=torch.qint8, reduce_range=False, eps=2**-12)
default_symmetric_qnnpack_qconfig = QConfig(HistogramObserver.with_args(**_signed), weight_observer_range_neg_127_to_127)
default_per_channel_symmetric_qnnpack_qconfig = QConfig(HistogramObserver.with_args(**_signed), per_channel_weight_observer_range_neg_127_to_127)
_trained = FusedMovingAvgObsFakeQuantize.with_args(observer=MovingAverageMinMaxObserver, quant_min=-128, quant_max=127, **_signed)
default_symmetric_qnnpack_qat_qconfig = QConfig(_trained, fused_wt_fake_quant_range_neg_127_to_127)
default_per_channel_symmetric_qnnpack_qat_qconfig = QConfig(_trained, fused_per_channel_wt_fake_quant_range_neg_127_to_127)
if _at.v2_6:
    default_quint8_weight_qconfig = QConfig(HistogramObserver, MinMaxObserver)
    __all__.append("default_quint8_weight_qconfig")


def get_default_qconfig(backend="x86", version=0):
    if backend not in ("fbgemm", "qnnpack", "onednn", "x86"):
        raise AssertionError(f"there is no backend {backend}")
    weight = default_weight_observer if backend == "qnnpack" else default_per_channel_weight_observer
    return QConfig(HistogramObserver.with_args(reduce_range=backend in ("fbgemm", "x86")), weight)


def get_default_qat_qconfig(backend="x86", version=1):
    if backend not in ("fbgemm", "qnnpack", "onednn", "x86"):
        raise AssertionError(f"there is no backend {backend}")
    if version not in (0, 1):
        raise AssertionError(f"there is no version {version} of these settings")
    kind = FusedMovingAvgObsFakeQuantize if version else FakeQuantize
    per_tensor, per_channel = (default_fused_wt_fake_quant, default_fused_per_channel_wt_fake_quant) if version else (default_weight_fake_quant, default_per_channel_weight_fake_quant)
    activation = kind.with_args(observer=MovingAverageMinMaxObserver, quant_min=0, quant_max=255, reduce_range=backend in ("fbgemm", "x86"))
    return QConfig(activation, per_tensor if backend == "qnnpack" else per_channel)
