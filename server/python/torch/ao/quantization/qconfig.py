"""Which observers a layer gets; answers to torch/ao/quantization/qconfig.py."""
import collections

import torch
from torch import nn

from .observer import (
    HistogramObserver, MinMaxObserver, PlaceholderObserver, default_dynamic_quant_observer, default_float_qparams_observer, default_float_qparams_observer_4bit, default_observer,
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
default_debug_qconfig = QConfig(MinMaxObserver, default_weight_observer)


def get_default_qconfig(backend="x86", version=0):
    if backend not in ("fbgemm", "qnnpack", "onednn", "x86"):
        raise AssertionError(f"there is no backend {backend}")
    weight = default_weight_observer if backend == "qnnpack" else default_per_channel_weight_observer
    return QConfig(HistogramObserver.with_args(reduce_range=backend in ("fbgemm", "x86")), weight)
