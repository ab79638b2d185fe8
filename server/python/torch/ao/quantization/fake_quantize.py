"""Modules that round as quantizing would, for training; answers to torch/ao/quantization/fake_quantize.py."""
from typing import Tuple

import torch
from torch.nn import _target as _at

from .observer import (
    FixedQParamsObserver, HistogramObserver, MovingAverageMinMaxObserver, MovingAveragePerChannelMinMaxObserver, Watching, default_fixed_qparams_range_0to1_observer,
    default_fixed_qparams_range_neg1to1_observer, unknown_like,
)
from .utils import is_per_channel, is_per_tensor

__all__ = [
    "FakeQuantize", "FakeQuantizeBase", "FixedQParamsFakeQuantize", "FusedMovingAvgObsFakeQuantize", "default_affine_fixed_qparams_fake_quant", "default_dynamic_fake_quant",
    "default_embedding_fake_quant", "default_embedding_fake_quant_4bit", "default_fake_quant", "default_fixed_qparams_range_0to1_fake_quant",
    "default_fixed_qparams_range_neg1to1_fake_quant", "default_fused_act_fake_quant", "default_fused_per_channel_wt_fake_quant", "default_fused_wt_fake_quant",
    "default_histogram_fake_quant", "default_per_channel_weight_fake_quant", "default_symmetric_fixed_qparams_fake_quant", "default_weight_fake_quant", "disable_fake_quant",
    "disable_observer", "enable_fake_quant", "enable_observer", "fused_per_channel_wt_fake_quant_range_neg_127_to_127", "fused_wt_fake_quant_range_neg_127_to_127",
]


class FakeQuantizeBase(Watching):
    fake_quant_enabled: torch.Tensor
    observer_enabled: torch.Tensor

    def __init__(self):
        super().__init__()
        self.register_buffer("fake_quant_enabled", torch.tensor([1], dtype=torch.uint8))
        self.register_buffer("observer_enabled", torch.tensor([1], dtype=torch.uint8))

    @torch.jit.export
    def enable_fake_quant(self, enabled: bool = True) -> None:
        self.fake_quant_enabled[0] = 1 if enabled else 0

    @torch.jit.export
    def disable_fake_quant(self):
        self.enable_fake_quant(False)

    @torch.jit.export
    def enable_observer(self, enabled: bool = True) -> None:
        self.observer_enabled[0] = 1 if enabled else 0

    @torch.jit.export
    def disable_observer(self):
        self.enable_observer(False)


class FakeQuantize(FakeQuantizeBase):
    _observed = ("scale", "zero_point")
    scale: torch.Tensor
    zero_point: torch.Tensor

    def __init__(self, observer=MovingAverageMinMaxObserver, quant_min=None, quant_max=None, is_dynamic=None, **observer_kwargs):
        super().__init__()
        if quant_min is not None and quant_max is not None:
            if quant_min > quant_max:
                raise AssertionError("quant_min is above quant_max")
            dtype = getattr(getattr(observer, "p", None), "keywords", {}).get("dtype", observer_kwargs.get("dtype", torch.quint8))
            if quant_min < torch.iinfo(dtype).min or quant_max > torch.iinfo(dtype).max:
                raise AssertionError(f"{quant_min} to {quant_max} is more than {dtype} holds")
            observer_kwargs.update(quant_min=quant_min, quant_max=quant_max)
        if _at.v2_6:
            observer_kwargs["is_dynamic"] = bool(is_dynamic)
        elif is_dynamic is not None:
            observer_kwargs["is_dynamic"] = is_dynamic
        made = observer(**observer_kwargs)
        self.activation_post_process = made
        self.quant_min = made.quant_min
        self.quant_max = made.quant_max
        if _at.v2_6:
            self.is_dynamic = made.is_dynamic
        kind = torch.float if made.qscheme == torch.per_channel_affine_float_qparams else torch.int
        self.register_buffer("scale", torch.tensor([1.0], dtype=torch.float))
        self.register_buffer("zero_point", torch.tensor([0], dtype=kind))
        self.dtype = made.dtype
        self.qscheme = made.qscheme
        self.ch_axis = getattr(made, "ch_axis", -1)
        self.is_per_channel = is_per_channel(made.qscheme)
        if not self.is_per_channel and not is_per_tensor(made.qscheme):
            raise AssertionError(f"FakeQuantize does not know the scheme {made.qscheme}")

    @torch.jit.export
    def calculate_qparams(self):
        return self.activation_post_process.calculate_qparams()

    def forward(self, X):
        if self.observer_enabled[0] == 1:
            self.activation_post_process(X.detach())
            step, zero = self.calculate_qparams()
            step, zero = step.to(self.scale.device), zero.to(self.zero_point.device)
            if self.scale.shape != step.shape:
                self.scale.resize_(step.shape)
                self.zero_point.resize_(zero.shape)
            self.scale.copy_(step)
            self.zero_point.copy_(zero)

        if self.fake_quant_enabled[0] == 1:
            if self.is_per_channel:
                X = torch.fake_quantize_per_channel_affine(X, self.scale, self.zero_point, self.ch_axis, self.activation_post_process.quant_min, self.activation_post_process.quant_max)
            else:
                X = torch.fake_quantize_per_tensor_affine(X, self.scale, self.zero_point, self.activation_post_process.quant_min, self.activation_post_process.quant_max)
        return X

    @torch.jit.export
    def extra_repr(self):
        return (
            "fake_quant_enabled={}, observer_enabled={}, quant_min={}, quant_max={}, dtype={}, qscheme={}, ch_axis={}, scale={}, zero_point={}".format(
                self.fake_quant_enabled, self.observer_enabled, self.activation_post_process.quant_min, self.activation_post_process.quant_max,
                self.dtype, self.qscheme, self.ch_axis, self.scale, self.zero_point))


class FixedQParamsFakeQuantize(FakeQuantize):
    def __init__(self, observer):
        super().__init__(observer=observer)
        if type(self.activation_post_process) is not FixedQParamsObserver:
            raise AssertionError("FixedQParamsFakeQuantize needs a FixedQParamsObserver")
        self._observer_ctr = observer
        self.scale = self.activation_post_process.scale
        self.zero_point = self.activation_post_process.zero_point
        if self.is_per_channel:
            raise AssertionError(f"FixedQParamsFakeQuantize does not know the scheme {self.qscheme}")

    @torch.jit.export
    def calculate_qparams(self):
        return self.scale, self.zero_point

    @torch.jit.export
    def extra_repr(self):
        return (
            "fake_quant_enabled={}, observer_enabled={}, scale={}, zero_point={}, dtype={}, quant_min={}, quant_max={}, qscheme={}".format(
                self.fake_quant_enabled, self.observer_enabled, self.scale, self.zero_point,
                self.dtype, self.activation_post_process.quant_min, self.activation_post_process.quant_max, self.qscheme))


class FusedMovingAvgObsFakeQuantize(FakeQuantize):
    def __init__(self, observer=MovingAverageMinMaxObserver, quant_min=0, quant_max=255, **observer_kwargs):
        super().__init__(observer, quant_min, quant_max, **observer_kwargs)
        if not isinstance(self.activation_post_process, (MovingAverageMinMaxObserver, MovingAveragePerChannelMinMaxObserver)):
            raise AssertionError("FusedMovingAvgObsFakeQuantize needs an observer of moving averages")
        self.register_buffer("fake_quant_enabled", torch.tensor([1], dtype=torch.long))
        self.register_buffer("observer_enabled", torch.tensor([1], dtype=torch.long))
        self.is_symmetric_quant = self.qscheme in (torch.per_tensor_symmetric, torch.per_channel_symmetric)

    def __call__(self, X):
        # the operator keeps the range, and is not computed here
        self.activation_post_process._lose_range()
        self._lose_range()
        return unknown_like(X)

    @torch.jit.export
    def calculate_qparams(self) -> Tuple[torch.Tensor, torch.Tensor]:
        return self.activation_post_process.calculate_qparams()

    @torch.jit.export
    def extra_repr(self) -> str:
        return (
            "fake_quant_enabled={}, observer_enabled={}, scale={}, zero_point={}, dtype={}, quant_min={}, quant_max={}, qscheme={}, reduce_range={}".format(
                self.fake_quant_enabled, self.observer_enabled, self.scale, self.zero_point,
                self.dtype, self.activation_post_process.quant_min, self.activation_post_process.quant_max, self.qscheme, self.activation_post_process.reduce_range))

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        return torch.fused_moving_avg_obs_fake_quant(
            X, self.observer_enabled, self.fake_quant_enabled, self.activation_post_process.min_val, self.activation_post_process.max_val, self.scale, self.zero_point,
            self.activation_post_process.averaging_constant, self.activation_post_process.quant_min, self.activation_post_process.quant_max,
            self.ch_axis, self.is_per_channel, self.is_symmetric_quant)


_ACTIVATION = dict(observer=MovingAverageMinMaxObserver, quant_min=0, quant_max=255, dtype=torch.quint8)
_WEIGHT = dict(observer=MovingAverageMinMaxObserver, quant_min=-128, quant_max=127, dtype=torch.qint8, qscheme=torch.per_tensor_symmetric)
_CHANNELS = dict(_WEIGHT, observer=MovingAveragePerChannelMinMaxObserver, qscheme=torch.per_channel_symmetric)
_TABLE = dict(observer=MovingAveragePerChannelMinMaxObserver, qscheme=torch.per_channel_affine_float_qparams, ch_axis=0, averaging_constant=1)
_NARROW = dict(quant_min=-127, quant_max=127, eps=2**-12)
default_fake_quant = FakeQuantize.with_args(**_ACTIVATION, qscheme=torch.per_tensor_affine, reduce_range=True)
default_weight_fake_quant = FakeQuantize.with_args(**_WEIGHT, reduce_range=False)
default_per_channel_weight_fake_quant = FakeQuantize.with_args(**_CHANNELS, reduce_range=False, ch_axis=0)
default_dynamic_fake_quant = FakeQuantize.with_args(**_ACTIVATION, averaging_constant=1, **(dict(is_dynamic=True) if _at.v2_6 else {}))
default_embedding_fake_quant = FakeQuantize.with_args(**_TABLE, dtype=torch.quint8, quant_min=0, quant_max=255)
default_embedding_fake_quant_4bit = FakeQuantize.with_args(**_TABLE, dtype=torch.quint4x2)
default_histogram_fake_quant = FakeQuantize.with_args(**dict(_ACTIVATION, observer=HistogramObserver), qscheme=torch.per_tensor_affine, reduce_range=True)
default_fixed_qparams_range_neg1to1_fake_quant = default_symmetric_fixed_qparams_fake_quant = FixedQParamsFakeQuantize.with_args(observer=default_fixed_qparams_range_neg1to1_observer)
default_fixed_qparams_range_0to1_fake_quant = default_affine_fixed_qparams_fake_quant = FixedQParamsFakeQuantize.with_args(observer=default_fixed_qparams_range_0to1_observer)
default_fused_act_fake_quant = FusedMovingAvgObsFakeQuantize.with_args(**_ACTIVATION)
default_fused_wt_fake_quant = FusedMovingAvgObsFakeQuantize.with_args(**_WEIGHT)
default_fused_per_channel_wt_fake_quant = FusedMovingAvgObsFakeQuantize.with_args(**_CHANNELS)
fused_wt_fake_quant_range_neg_127_to_127 = FusedMovingAvgObsFakeQuantize.with_args(**{**_WEIGHT, **_NARROW})
fused_per_channel_wt_fake_quant_range_neg_127_to_127 = FusedMovingAvgObsFakeQuantize.with_args(**{**_CHANNELS, **_NARROW})


def disable_fake_quant(mod):
    if isinstance(mod, FakeQuantizeBase):
        mod.disable_fake_quant()


def enable_fake_quant(mod):
    if isinstance(mod, FakeQuantizeBase):
        mod.enable_fake_quant()


def disable_observer(mod):
    if isinstance(mod, FakeQuantizeBase):
        mod.disable_observer()


def enable_observer(mod):
    if isinstance(mod, FakeQuantizeBase):
        mod.enable_observer()
