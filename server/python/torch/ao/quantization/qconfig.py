"""Which observers a layer gets; answers to torch/ao/quantization/qconfig.py."""
import collections

import torch
from torch import nn

from .fake_quantize import (
    FakeQuantize, FusedMovingAvgObsFakeQuantize, default_fake_quant, default_fused_act_fake_quant, default_fused_per_channel_wt_fake_quant, default_fused_wt_fake_quant,
    default_per_channel_weight_fake_quant, default_weight_fake_quant,
)
from .observer import (
    HistogramObserver, MinMaxObserver, MovingAverageMinMaxObserver, PlaceholderObserver, default_dynamic_quant_observer, default_float_qparams_observer, default_float_qparams_observer_4bit, default_observer,
    default_per_channel_weight_observer, default_placeholder_observer, default_weight_observer,
)


class QConfig(collections.namedtuple("QConfig", ["activation", "weight"])):
    def __new__(cls, activation, weight):
        if isinstance(activation, nn.Module) or isinstance(weight, nn.Module):
            raise ValueError("QConfig takes what makes observers, not observers: give MyObserver or MyObserver.with_args(...)")
        return super().__new__(cls, activation, weight)


default_qconfig = QConfig(default_observer, default_weight_observer)
default_per_channel_qconfig = QConfig(default_observer, default_per_channel_weight_observer)
default_dynamic_qconfig = QConfig(default_dynamic_quant_observer, default_weight_observer)
float16_dynamic_qconfig = QConfig(PlaceholderObserver.with_args(dtype=torch.float16, is_dynamic=True), PlaceholderObserver.with_args(dtype=torch.float16))
per_channel_dynamic_qconfig = QConfig(default_dynamic_quant_observer, default_per_channel_weight_observer)
float_qparams_weight_only_qconfig = QConfig(default_placeholder_observer, default_float_qparams_observer)
float_qparams_weight_only_qconfig_4bit = QConfig(default_placeholder_observer, default_float_qparams_observer_4bit)
default_qat_qconfig = QConfig(default_fake_quant, default_weight_fake_quant)
default_qat_qconfig_v2 = QConfig(default_fused_act_fake_quant, default_fused_wt_fake_quant)
default_weight_only_qconfig = QConfig(nn.Identity, default_weight_fake_quant)
default_activation_only_qconfig = QConfig(default_fake_quant, nn.Identity)
default_debug_qconfig = QConfig(MinMaxObserver, default_weight_observer)


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
