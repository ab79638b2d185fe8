"""Observers: modules that keep the range of what passes through them; answers to torch/ao/quantization/observer.py."""
import abc
import functools
from typing import List, Optional, Tuple

import torch
from torch import nn
from torch._lens import UnknownValue, core
from torch._lens.absent import Absent
from torch.nn import _target as _at

from .utils import calculate_qmin_qmax, check_min_max_valid, is_per_channel, is_per_tensor

__all__ = [
    "FixedQParamsObserver", "HistogramObserver", "MinMaxObserver", "MovingAverageMinMaxObserver", "MovingAveragePerChannelMinMaxObserver", "NoopObserver", "ObserverBase",
    "PerChannelMinMaxObserver", "PlaceholderObserver", "RecordingObserver", "ReuseInputObserver", "UniformQuantizationObserverBase", "default_affine_fixed_qparams_observer",
    "default_debug_observer", "default_dynamic_quant_observer", "default_fixed_qparams_range_0to1_observer", "default_fixed_qparams_range_neg1to1_observer", "default_float_qparams_observer",
    "default_float_qparams_observer_4bit", "default_histogram_observer", "default_observer", "default_per_channel_weight_observer", "default_placeholder_observer",
    "default_reuse_input_observer", "default_symmetric_fixed_qparams_observer", "default_weight_observer", "per_channel_weight_observer_range_neg_127_to_127",
    "weight_observer_range_neg_127_to_127",
]

_EPS = torch.finfo(torch.float32).eps
#: What compiles it says that it is not known.
_not_written = Absent("torch.ao.quantization.HistogramObserver")


def unknown_like(tensor):
    return core.new(tensor.shape, tensor.dtype, tensor.device)


class _With:
    """A constructor with some of its arguments; those of `callable_args` are made anew for each call."""

    def __init__(self, p, callable_args=None):
        self.p = p
        self.callable_args = callable_args or {}

    def __call__(self, *args, **keywords):
        return self.p(*args, **{name: make() for name, make in self.callable_args.items() if name not in keywords}, **keywords)

    def with_args(self, **keywords):
        return _With(functools.partial(self, **keywords))

    def with_callable_args(self, **makers):
        return _With(self.p, {**self.callable_args, **makers})


class Watching(abc.ABC, nn.Module):
    """What keeps a range of what passes; where that is not known, neither is its range."""

    _observed = ()

    def __call__(self, *args, **keywords):
        try:
            return super().__call__(*args, **keywords)
        except UnknownValue:
            self._lose_range()
            return unknown_like(args[0] if args else next(iter(keywords.values())))

    def _lose_range(self):
        for name in self._observed:
            self._buffers[name] = unknown_like(self._buffers[name])

    @abc.abstractmethod
    def forward(self, x):
        pass

    @abc.abstractmethod
    def calculate_qparams(self, **kwargs):
        pass

    @classmethod
    def with_args(cls, **keywords):
        return _With(functools.partial(cls, **keywords))

    def _load_from_state_dict(self, state_dict, prefix, *rest):
        # what was observed comes in as many values as there were channels
        for name in self._observed:
            given = state_dict.get(prefix + name)
            if isinstance(given, torch.Tensor) and given.shape != getattr(self, name).shape:
                setattr(self, name, torch.empty_like(given))
        super()._load_from_state_dict(state_dict, prefix, *rest)


class ObserverBase(Watching):
    def __init__(self, dtype, is_dynamic=None):
        super().__init__()
        self.dtype = dtype
        if _at.v2_6:
            self.is_dynamic = bool(is_dynamic)
        elif is_dynamic is not None:
            raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument 'is_dynamic'")

    @classmethod
    def with_callable_args(cls, **makers):
        return _With(cls, makers)


class UniformQuantizationObserverBase(ObserverBase):
    _version = 3
    _observed = ("min_val", "max_val")
    _dtypes = (torch.qint8, torch.quint8, torch.quint4x2, torch.qint32)
    if _at.v2_6:
        _dtypes += (torch.int8, torch.uint8, torch.int16, torch.int32, torch.float8_e5m2, torch.float8_e4m3fn, torch.uint16)
    eps: torch.Tensor

    def __init__(self, dtype=torch.quint8, qscheme=torch.per_tensor_affine, reduce_range=False, quant_min=None, quant_max=None, factory_kwargs=None, eps=_EPS, is_dynamic=None, **kwargs):
        super().__init__(dtype=dtype, is_dynamic=is_dynamic, **kwargs)
        self.qscheme = qscheme
        self.reduce_range = reduce_range
        self.register_buffer("eps", torch.tensor([eps], **nn.factory_kwargs(factory_kwargs)))
        if not (is_per_tensor(qscheme) or is_per_channel(qscheme)):
            raise AssertionError(f"observers do not know the scheme {qscheme}")
        if dtype not in self._dtypes:
            raise AssertionError(f"observers do not know the dtype {dtype}")
        self.has_customized_qrange = quant_min is not None and quant_max is not None
        if self.has_customized_qrange:
            self._validate_qmin_qmax(quant_min, quant_max)
        self.quant_min, self.quant_max = calculate_qmin_qmax(quant_min, quant_max, self.has_customized_qrange, dtype, reduce_range)

    @torch.jit.export
    def _validate_qmin_qmax(self, quant_min: int, quant_max: int) -> None:
        if _at.v2_14:
            if not quant_min <= 0 <= quant_max:
                raise AssertionError("0 is not among the integers to quantize to")
            if quant_min >= quant_max:
                raise AssertionError("the range of integers to quantize to is empty")
        else:
            assert quant_min <= 0 <= quant_max, "0 is not among the integers to quantize to"
            assert quant_min < quant_max, "the range of integers to quantize to is empty"

    @torch.jit.export
    def _calculate_qparams(self, min_val: torch.Tensor, max_val: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        if not check_min_max_valid(min_val, max_val):
            return torch.tensor([1.0], device=min_val.device.type), torch.tensor([0], device=min_val.device.type)

        first, last = self.quant_min, self.quant_max
        low = torch.min(min_val, torch.zeros_like(min_val))
        high = torch.max(max_val, torch.zeros_like(max_val))
        where = low.device
        step = torch.ones(low.size(), dtype=torch.float32, device=where)
        zero = torch.zeros(low.size(), dtype=torch.int64, device=where)

        if self.qscheme == torch.per_tensor_symmetric or self.qscheme == torch.per_channel_symmetric:
            high = torch.max(-low, high)
            step = high / (float(last - first) / 2)
            step = torch.max(step, self.eps)
            if _at.v2_6:
                if self.dtype in [torch.quint8, torch.uint8]:
                    if self.has_customized_qrange:
                        zero = zero.new_full(zero.size(), (first + last) // 2)
                    else:
                        zero = zero.new_full(zero.size(), 128)
                else:
                    if _at.v2_14:
                        if self.dtype == torch.uint16:
                            zero = zero.new_full(zero.size(), 2**15)
                    else:
                        if self.dtype in [torch.uint16]:
                            zero = zero.new_full(zero.size(), 2**15)
            else:
                if self.dtype == torch.quint8:
                    if self.has_customized_qrange:
                        zero = zero.new_full(zero.size(), (first + last) // 2)
                    else:
                        zero = zero.new_full(zero.size(), 128)
        elif self.qscheme == torch.per_channel_affine_float_qparams:
            step = (max_val - min_val) / float(last - first)
            step = torch.where(step > self.eps, step, torch.ones_like(step))
            zero = -1 * min_val / step
        else:
            step = (high - low) / float(last - first)
            step = torch.max(step, self.eps)
            zero = first - torch.round(low / step).to(torch.int)
            zero = torch.clamp(zero, first, last)

        # one value is told as a tensor of one element, as FakeQuantize holds it
        if len(step.shape) == 0:
            step = torch.tensor([float(step)], dtype=step.dtype, device=where)
        if len(zero.shape) == 0:
            zero = torch.tensor([int(zero)], dtype=zero.dtype, device=where)
            if self.qscheme == torch.per_channel_affine_float_qparams:
                zero = torch.tensor([float(zero)], dtype=zero.dtype, device=where)
        return step, zero

    @torch.jit.export
    def reset_min_max_vals(self):
        raise NotImplementedError("this observer has no range to forget")


_ObserverBase = UniformQuantizationObserverBase


def _refuse_scheme(observer, known, qscheme):
    if not known(qscheme):
        raise NotImplementedError(f"{type(observer).__name__} does not observe for the scheme {qscheme}")


def _refuse_reduced(observer):
    if observer.reduce_range and observer.dtype == torch.quint8 and observer.qscheme in (torch.per_tensor_symmetric, torch.per_channel_symmetric):
        raise NotImplementedError("the range of a symmetric scheme over quint8 cannot be reduced")


class MinMaxObserver(UniformQuantizationObserverBase):
    min_val: torch.Tensor
    max_val: torch.Tensor

    def __init__(self, dtype=torch.quint8, qscheme=torch.per_tensor_affine, reduce_range=False, quant_min=None, quant_max=None, factory_kwargs=None, eps=_EPS, is_dynamic=None, **kwargs):
        _refuse_scheme(self, is_per_tensor, qscheme)
        super().__init__(dtype, qscheme, reduce_range, quant_min, quant_max, factory_kwargs, eps, is_dynamic, **kwargs)
        made = nn.factory_kwargs(factory_kwargs)
        self.register_buffer("min_val", torch.tensor(float("inf"), **made))
        self.register_buffer("max_val", torch.tensor(float("-inf"), **made))
        _refuse_reduced(self)

    def forward(self, x_orig):
        if x_orig.numel() == 0:
            return x_orig
        seen = x_orig.detach()
        seen = seen.to(self.min_val.dtype)
        least_now, most_now = torch.aminmax(seen)
        least = torch.min(least_now, self.min_val)
        most = torch.max(most_now, self.max_val)
        self.min_val.copy_(least)
        self.max_val.copy_(most)
        return x_orig

    @torch.jit.export
    def calculate_qparams(self):
        return self._calculate_qparams(self.min_val, self.max_val)

    @torch.jit.export
    def extra_repr(self):
        return "min_val={}, max_val={}".format(self.min_val, self.max_val)

    @torch.jit.export
    def reset_min_max_vals(self):
        self.min_val.copy_(torch.tensor(float("inf")))
        self.max_val.copy_(torch.tensor(float("-inf")))


class MovingAverageMinMaxObserver(MinMaxObserver):
    def __init__(self, averaging_constant=0.01, dtype=torch.quint8, qscheme=torch.per_tensor_affine, reduce_range=False, quant_min=None, quant_max=None, eps=_EPS, is_dynamic=None, **kwargs):
        _refuse_scheme(self, is_per_tensor, qscheme)
        if is_dynamic and averaging_constant != 1:
            raise NotImplementedError(f"a moving average with the constant {averaging_constant} is not dynamic")
        super().__init__(dtype, qscheme, reduce_range, quant_min, quant_max, eps=eps, is_dynamic=is_dynamic, **kwargs)
        self.averaging_constant = averaging_constant

    def forward(self, x_orig):
        if x_orig.numel() == 0:
            return x_orig
        seen = x_orig.detach()
        seen = seen.to(self.min_val.dtype)
        least = self.min_val
        most = self.max_val
        if least == float("inf") and most == float("-inf"):
            least, most = torch.aminmax(seen)
        else:
            least_now, most_now = torch.aminmax(seen)
            least = least + self.averaging_constant * (least_now - least)
            most = most + self.averaging_constant * (most_now - most)
        self.min_val.copy_(least)
        self.max_val.copy_(most)
        return x_orig


class PerChannelMinMaxObserver(UniformQuantizationObserverBase):
    min_val: torch.Tensor
    max_val: torch.Tensor

    def __init__(self, ch_axis=0, dtype=torch.quint8, qscheme=torch.per_channel_affine, reduce_range=False, quant_min=None, quant_max=None, factory_kwargs=None, eps=_EPS, is_dynamic=None, **kwargs):
        _refuse_scheme(self, is_per_channel, qscheme)
        if is_dynamic:
            raise NotImplementedError(f"{type(self).__name__} is not dynamic")
        super().__init__(dtype, qscheme, reduce_range, quant_min, quant_max, factory_kwargs, eps, is_dynamic, **kwargs)
        made = nn.factory_kwargs(factory_kwargs)
        self.ch_axis = ch_axis
        self.register_buffer("min_val", torch.tensor([], **made))
        self.register_buffer("max_val", torch.tensor([], **made))
        _refuse_reduced(self)

    def forward(self, x_orig):
        return self._forward(x_orig)

    def _forward(self, x_orig):
        if x_orig.numel() == 0:
            return x_orig
        seen = x_orig.detach()
        least = self.min_val
        most = self.max_val
        sizes = seen.size()

        order = [i for i in range(len(sizes))]
        order[self.ch_axis] = 0
        order[0] = self.ch_axis
        rows = seen.permute(order)
        rows = rows.to(self.min_val.dtype)
        rows = torch.flatten(rows, start_dim=1)
        if least.numel() == 0 or most.numel() == 0:
            least, most = torch.aminmax(rows, dim=1)
        else:
            least_now, most_now = torch.aminmax(rows, dim=1)
            least = torch.min(least_now, least)
            most = torch.max(most_now, most)
        self.min_val.resize_(least.shape)
        self.max_val.resize_(most.shape)
        self.min_val.copy_(least)
        self.max_val.copy_(most)
        return x_orig

    @torch.jit.export
    def calculate_qparams(self):
        return self._calculate_qparams(self.min_val, self.max_val)

    def extra_repr(self):
        return "min_val={}, max_val={}".format(self.min_val, self.max_val)

    @torch.jit.export
    def reset_min_max_vals(self):
        self.min_val = torch.rand(0)
        self.max_val = torch.rand(0)


class MovingAveragePerChannelMinMaxObserver(PerChannelMinMaxObserver):
    def __init__(self, averaging_constant=0.01, ch_axis=0, dtype=torch.quint8, qscheme=torch.per_channel_affine, reduce_range=False, quant_min=None, quant_max=None, eps=_EPS, is_dynamic=None, **kwargs):
        super().__init__(ch_axis, dtype, qscheme, reduce_range, quant_min, quant_max, eps=eps, is_dynamic=is_dynamic, **kwargs)
        self.averaging_constant = averaging_constant

    def forward(self, x_orig):
        if x_orig.numel() == 0:
            return x_orig
        seen = x_orig.detach()
        seen = seen.to(self.min_val.dtype)
        least = self.min_val
        most = self.max_val
        sizes = seen.size()

        order = [i for i in range(len(sizes))]
        order[self.ch_axis] = 0
        order[0] = self.ch_axis
        rows = seen.permute(order)
        rows = torch.flatten(rows, start_dim=1)
        if least.numel() == 0 or most.numel() == 0:
            least, most = torch.aminmax(rows, dim=1)
        else:
            least_now, most_now = torch.aminmax(rows, dim=1)
            least = least + self.averaging_constant * (least_now - least)
            most = most + self.averaging_constant * (most_now - most)
        self.min_val.resize_(least.shape)
        self.max_val.resize_(most.shape)
        self.min_val.copy_(least)
        self.max_val.copy_(most)
        return x_orig


class HistogramObserver(UniformQuantizationObserverBase):
    _observed = ("histogram", "min_val", "max_val")
    histogram: torch.Tensor
    min_val: torch.Tensor
    max_val: torch.Tensor

    def __init__(self, bins=2048, *rest, dtype=torch.quint8, qscheme=torch.per_tensor_affine, reduce_range=False, quant_min=None, quant_max=None, factory_kwargs=None, eps=_EPS, is_dynamic=None, **kwargs):
        if not _at.v2_6:
            # between the bins and the dtype
            kwargs.pop("upsample_rate", None)
            rest = rest[1:]
        dtype, qscheme = (*rest, dtype)[0], (*rest[1:], qscheme)[0]
        _refuse_scheme(self, is_per_tensor, qscheme)
        if is_dynamic:
            raise NotImplementedError("HistogramObserver is not dynamic")
        super().__init__(dtype, qscheme, reduce_range, quant_min, quant_max, factory_kwargs, eps, is_dynamic, **kwargs)
        made = nn.factory_kwargs(factory_kwargs)
        self.bins = bins
        self.register_buffer("histogram", torch.zeros(bins, **made))
        self.register_buffer("min_val", torch.tensor(float("inf"), **made))
        self.register_buffer("max_val", torch.tensor(float("-inf"), **made))
        self.dst_nbins = 2 ** torch.iinfo(dtype).bits

    def forward(self, x_orig: torch.Tensor) -> torch.Tensor:
        return _not_written(x_orig)

    @torch.jit.export
    def calculate_qparams(self):
        return self._calculate_qparams(self.min_val, self.max_val)

    def __call__(self, x_orig):
        # it searches for the best range, which is not done here
        self._lose_range()
        return x_orig

    def extra_repr(self):
        return "min_val={}, max_val={}".format(self.min_val, self.max_val)


class FixedQParamsObserver(ObserverBase):
    scale: torch.Tensor
    zero_point: torch.Tensor

    def __init__(self, scale, zero_point, dtype=torch.quint8, qscheme=torch.per_tensor_affine, quant_min=0, quant_max=255, is_dynamic=None, **kwargs):
        if is_dynamic:
            raise NotImplementedError("FixedQParamsObserver is not dynamic")
        super().__init__(dtype=dtype, is_dynamic=is_dynamic, **kwargs)
        self.quant_min = quant_min
        self.quant_max = quant_max
        self.register_buffer("scale", torch.tensor([scale], dtype=torch.float))
        self.register_buffer("zero_point", torch.tensor([zero_point], dtype=torch.int))
        self.qscheme = qscheme

    def forward(self, X):
        return X

    @torch.jit.export
    def calculate_qparams(self):
        return self.scale, self.zero_point


class PlaceholderObserver(ObserverBase):
    if _at.v2_6:
        def __init__(self, dtype=torch.float32, custom_op_name="", compute_dtype=None, quant_min=None, quant_max=None, qscheme=None, eps=None, is_dynamic=None):
            super().__init__(dtype, is_dynamic)
            self.qscheme = torch.per_tensor_affine if qscheme is None else qscheme
            self.quant_min = quant_min
            self.quant_max = quant_max
            self.eps = _EPS if eps is None else eps
            self.custom_op = custom_op_name
    else:
        def __init__(self, dtype=torch.float32, custom_op_name="", compute_dtype=None):
            super().__init__(dtype)
            self.custom_op = custom_op_name
            if compute_dtype:
                self.compute_dtype = compute_dtype

    def forward(self, x):
        return x

    if _at.v2_6:
        @torch.jit.export
        def extra_repr(self):
            return f"dtype={self.dtype}, is_dynamic={self.is_dynamic}"

    @torch.jit.export
    def calculate_qparams(self):
        raise Exception("a PlaceholderObserver observes nothing")


class RecordingObserver(ObserverBase):
    __annotations__ = {"tensor_val": List[Optional[torch.Tensor]]}

    def __init__(self, dtype=torch.quint8):
        super().__init__(dtype=dtype)
        self.tensor_val = []

    def forward(self, x):
        self.tensor_val.append(x.clone())
        return x

    @torch.jit.export
    def calculate_qparams(self):
        raise Exception("a RecordingObserver has no range")

    @torch.jit.export
    def get_tensor_value(self):
        return self.tensor_val


class NoopObserver(ObserverBase):
    def __init__(self, dtype=torch.float16, custom_op_name=""):
        super().__init__(dtype=dtype)
        self.custom_op = custom_op_name

    def forward(self, x):
        return x

    @torch.jit.export
    def calculate_qparams(self):
        raise Exception("a NoopObserver observes nothing")


class ReuseInputObserver(ObserverBase):
    def __init__(self):
        super().__init__(torch.quint8)

    def forward(self, x):
        return x

    @torch.jit.export
    def calculate_qparams(self):
        raise Exception("a ReuseInputObserver observes nothing")


_NARROW = dict(quant_min=-127, quant_max=127, eps=2**-12)
_FIXED = dict(dtype=torch.quint8, quant_min=0, quant_max=255)
default_observer = MinMaxObserver.with_args(quant_min=0, quant_max=127)
default_debug_observer = RecordingObserver
default_weight_observer = MinMaxObserver.with_args(dtype=torch.qint8, qscheme=torch.per_tensor_symmetric)
weight_observer_range_neg_127_to_127 = MinMaxObserver.with_args(dtype=torch.qint8, qscheme=torch.per_tensor_symmetric, **_NARROW)
default_per_channel_weight_observer = PerChannelMinMaxObserver.with_args(dtype=torch.qint8, qscheme=torch.per_channel_symmetric)
per_channel_weight_observer_range_neg_127_to_127 = PerChannelMinMaxObserver.with_args(dtype=torch.qint8, qscheme=torch.per_channel_symmetric, **_NARROW)
default_histogram_observer = HistogramObserver.with_args(quant_min=0, quant_max=127)
default_float_qparams_observer = PerChannelMinMaxObserver.with_args(dtype=torch.quint8, qscheme=torch.per_channel_affine_float_qparams, ch_axis=0)
default_float_qparams_observer_4bit = PerChannelMinMaxObserver.with_args(dtype=torch.quint4x2, qscheme=torch.per_channel_affine_float_qparams, ch_axis=0)
default_dynamic_quant_observer = PlaceholderObserver.with_args(**(dict(dtype=torch.quint8, quant_min=0, quant_max=255, is_dynamic=True) if _at.v2_6 else dict(dtype=torch.quint8, compute_dtype=torch.quint8)))
default_placeholder_observer = PlaceholderObserver
default_reuse_input_observer = ReuseInputObserver
default_fixed_qparams_range_neg1to1_observer = default_symmetric_fixed_qparams_observer = FixedQParamsObserver.with_args(scale=2.0 / 256.0, zero_point=128, **_FIXED)
default_fixed_qparams_range_0to1_observer = default_affine_fixed_qparams_observer = FixedQParamsObserver.with_args(scale=1.0 / 256.0, zero_point=0, **_FIXED)
