"""What stands for quantizing while a model is trained; it changes nothing here. Answers to torch/ao/quantization/fake_quantize.py."""
import torch
from torch import nn
from torch._lens import NotBuilt

from .observer import MovingAverageMinMaxObserver, MovingAveragePerChannelMinMaxObserver, ObserverBase, Resizing

#: Only what puts them into a model makes them, and takes them out again: no graph of theirs is that of torch's.
putting_in = False


class FakeQuantizeBase(nn.Module):
    _flags = torch.uint8

    def __init__(self):
        super().__init__()
        if not putting_in:
            raise NotBuilt(f"torch.ao.quantization.{type(self).__name__} was made while the module was loaded; the stand-in torch only puts it in and takes it out where a model is prepared")
        self.register_buffer("fake_quant_enabled", torch.tensor([1], dtype=self._flags))
        self.register_buffer("observer_enabled", torch.tensor([1], dtype=self._flags))

    with_args = with_callable_args = classmethod(ObserverBase.with_args.__func__)

    def forward(self, x):
        return x


class FakeQuantize(Resizing, FakeQuantizeBase):
    _observed = ("scale", "zero_point")

    def __init__(self, observer=MovingAverageMinMaxObserver, quant_min=None, quant_max=None, is_dynamic=False, **observer_kwargs):
        super().__init__()
        self.is_dynamic = is_dynamic
        self.activation_post_process = observer(**observer_kwargs)
        self.dtype = self.activation_post_process.dtype
        self.register_buffer("scale", torch.tensor([1.0]))
        self.register_buffer("zero_point", torch.tensor([0], dtype=torch.int))

    def calculate_qparams(self):
        return self.activation_post_process.calculate_qparams()


class FixedQParamsFakeQuantize(FakeQuantize):
    pass


class FusedMovingAvgObsFakeQuantize(FakeQuantize):
    _flags = torch.long


_ACTIVATION = dict(observer=MovingAverageMinMaxObserver, quant_min=0, quant_max=255, dtype=torch.quint8)
_WEIGHT = dict(observer=MovingAverageMinMaxObserver, quant_min=-128, quant_max=127, dtype=torch.qint8, qscheme=torch.per_tensor_symmetric)
_CHANNELS = dict(_WEIGHT, observer=MovingAveragePerChannelMinMaxObserver, qscheme=torch.per_channel_symmetric)
default_fake_quant = FakeQuantize.with_args(**_ACTIVATION, reduce_range=True)
default_weight_fake_quant = FakeQuantize.with_args(**_WEIGHT)
default_per_channel_weight_fake_quant = FakeQuantize.with_args(**_CHANNELS)
default_fused_act_fake_quant = FusedMovingAvgObsFakeQuantize.with_args(**_ACTIVATION)
default_fused_wt_fake_quant = FusedMovingAvgObsFakeQuantize.with_args(**_WEIGHT)
default_fused_per_channel_wt_fake_quant = FusedMovingAvgObsFakeQuantize.with_args(**_CHANNELS)
