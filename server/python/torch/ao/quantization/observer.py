"""Observers, which watch nothing here: the range of what passes is not known. Answers to torch/ao/quantization/observer.py."""
import functools

import torch
from torch import nn


class _With:
    """A constructor with some of its arguments."""

    def __init__(self, made):
        self.made = made

    def __call__(self, *args, **keywords):
        return self.made(*args, **keywords)

    def with_args(self, **keywords):
        return _With(functools.partial(self.made, **keywords))

    with_callable_args = with_args


class ObserverBase(nn.Module):
    def __init__(self, dtype=torch.quint8, is_dynamic=False):
        super().__init__()
        self.dtype = dtype
        self.is_dynamic = is_dynamic

    @classmethod
    def with_args(cls, **keywords):
        return _With(functools.partial(cls, **keywords))

    with_callable_args = with_args

    def forward(self, x):
        return x

    def calculate_qparams(self):
        # what was observed is not computed here
        return torch.tensor([float("nan")]), torch.tensor([0])


class Resizing(nn.Module):
    """What was observed comes in as many values as there were channels."""

    _observed = ()

    def _load_from_state_dict(self, state_dict, prefix, *rest):
        for name in self._observed:
            given = state_dict.get(prefix + name)
            if isinstance(given, torch.Tensor) and given.shape != getattr(self, name).shape:
                setattr(self, name, torch.empty_like(given))
        super()._load_from_state_dict(state_dict, prefix, *rest)


class UniformQuantizationObserverBase(Resizing, ObserverBase):
    _observed = ("min_val", "max_val")
    #: What has been seen so far.
    _seen = (float("inf"), float("-inf"))

    def __init__(self, dtype=torch.quint8, qscheme=torch.per_tensor_affine, reduce_range=False, quant_min=None, quant_max=None, is_dynamic=False, eps=torch.finfo(torch.float32).eps, **others):
        super().__init__(dtype, is_dynamic)
        self.qscheme = qscheme
        self.reduce_range = reduce_range
        self.register_buffer("eps", torch.tensor([eps]))
        self._more(**others)
        self.register_buffer("min_val", torch.tensor(self._seen[0]))
        self.register_buffer("max_val", torch.tensor(self._seen[1]))

    def _more(self, **others):
        pass


class MinMaxObserver(UniformQuantizationObserverBase):
    pass


class MovingAverageMinMaxObserver(MinMaxObserver):
    pass


class PerChannelMinMaxObserver(UniformQuantizationObserverBase):
    _seen = ([], [])


class MovingAveragePerChannelMinMaxObserver(PerChannelMinMaxObserver):
    pass


class HistogramObserver(UniformQuantizationObserverBase):
    def _more(self, bins=2048, **others):
        self.register_buffer("histogram", torch.zeros(bins))


class PlaceholderObserver(ObserverBase):
    def __init__(self, dtype=torch.float32, custom_op_name="", compute_dtype=None, quant_min=None, quant_max=None, qscheme=None, eps=None, is_dynamic=False):
        super().__init__(dtype, is_dynamic or compute_dtype is not None)


class NoopObserver(ObserverBase):
    def __init__(self, dtype=torch.float16, custom_op_name=""):
        super().__init__(dtype)


default_observer = MinMaxObserver.with_args(quant_min=0, quant_max=127)
default_weight_observer = MinMaxObserver.with_args(dtype=torch.qint8, qscheme=torch.per_tensor_symmetric)
default_per_channel_weight_observer = PerChannelMinMaxObserver.with_args(dtype=torch.qint8, qscheme=torch.per_channel_symmetric)
default_histogram_observer = HistogramObserver.with_args(quant_min=0, quant_max=127)
default_float_qparams_observer = PerChannelMinMaxObserver.with_args(dtype=torch.quint8, qscheme=torch.per_channel_affine_float_qparams, ch_axis=0)
default_float_qparams_observer_4bit = PerChannelMinMaxObserver.with_args(dtype=torch.quint4x2, qscheme=torch.per_channel_affine_float_qparams, ch_axis=0)
default_dynamic_quant_observer = PlaceholderObserver.with_args(dtype=torch.quint8, is_dynamic=True)
default_placeholder_observer = PlaceholderObserver
