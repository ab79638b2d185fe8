"""Answers to torch/ao/nn/quantized/modules/conv.py."""
from typing import List, Optional

import torch
import torch.nn.functional as F
from torch import nn
from torch._lens.packed import quantized
from torch.nn.modules.utils import _pair, _single, _triple
from torch.nn.utils import fusion

from .utils import Scaled, fold_norm, qparams_of


def _reverse_repeat_padding(padding: List[int]) -> List[int]:
    each_twice: List[int] = []
    count = len(padding)
    for i in range(count):
        for _ in range(2):
            each_twice.append(padding[count - i - 1])
    return each_twice


class _ConvNd(Scaled):
    def _init(self, tuples, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, transposed=False, output_padding=0):
        super().__init__()
        if in_channels % groups != 0:
            raise ValueError("groups must divide in_channels")
        if out_channels % groups != 0:
            raise ValueError("groups must divide out_channels")
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = tuples(kernel_size)
        self.stride = tuples(stride)
        self.padding = padding if isinstance(padding, str) else tuples(padding)
        self.dilation = tuples(dilation)
        self.transposed = transposed
        self.output_padding = tuples(output_padding)
        self.groups = groups
        if padding_mode not in ("zeros", "reflect"):
            raise ValueError(f"quantized convolutions pad with zeros or a reflection, not by '{padding_mode}'")
        self.padding_mode = padding_mode
        weight = torch.empty([in_channels, out_channels // groups, *self.kernel_size] if transposed else [out_channels, in_channels // groups, *self.kernel_size])
        self.set_weight_bias(quantized(weight, torch.qint8), torch.zeros(out_channels) if bias else None)
        self.scale = 1.0
        self.zero_point = 0

    def extra_repr(self):
        return f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}, scale={self.scale}, zero_point={self.zero_point}"

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        (w, b) = self._weight_bias()
        destination[prefix + "weight"] = w
        destination[prefix + "bias"] = b
        super()._save_to_state_dict(destination, prefix, keep_vars)

    @torch.jit.export
    def __getstate__(self):
        (w, b) = self._weight_bias()
        return (
            self.in_channels, self.out_channels, self.kernel_size, self.stride, self.padding, self.dilation, self.transposed,
            self.output_padding, self.groups, self.padding_mode, w, b, self.scale, self.zero_point, self.training,
        )

    def _load_from_state_dict(self, state_dict, prefix, *rest):
        super()._load_from_state_dict(state_dict, prefix, *rest)
        self.set_weight_bias(state_dict.pop(prefix + "weight"), state_dict.pop(prefix + "bias"))

    @torch.jit.export
    def __setstate__(self, state):
        self.in_channels = state[0]
        self.out_channels = state[1]
        self.kernel_size = state[2]
        self.stride = state[3]
        self.padding = state[4]
        self.dilation = state[5]
        self.transposed = state[6]
        self.output_padding = state[7]
        self.groups = state[8]
        self.padding_mode = state[9]
        self.set_weight_bias(state[10], state[11])
        self.scale = state[12]
        self.zero_point = state[13]
        self.training = state[14]

    def __deepcopy__(self, memo):
        made = type(self).__new__(type(self))
        nn.Module.__init__(made)
        made.__setstate__(self.__getstate__())
        return made

    def __copy__(self):
        return self.__deepcopy__({})

    def weight(self):
        return self._weight_bias()[0]

    def bias(self):
        return self._weight_bias()[1]

    @classmethod
    def _like(cls, mod):
        return cls(mod.in_channels, mod.out_channels, mod.kernel_size, mod.stride, mod.padding, mod.dilation, mod.groups, mod.bias is not None, mod.padding_mode)

    @classmethod
    def from_float(cls, mod, use_precomputed_fake_quant=False):
        observer = getattr(mod, "activation_post_process", None)
        if isinstance(mod, nn.Sequential):
            mod = mod[0]
        if hasattr(mod, "bn"):
            fold_norm(mod, fusion.fuse_conv_bn_weights)
        made = cls._like(mod)
        made.set_weight_bias(quantized(mod.weight, torch.qint8), mod.bias)
        if observer is not None and observer.dtype != torch.float:
            made.scale, made.zero_point = qparams_of(observer)
        return made


class Conv1d(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode="zeros", device=None, dtype=None):
        self._init(_single, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)

    def _get_name(self):
        return "QuantizedConv1d"

    def set_weight_bias(self, w: torch.Tensor, b: Optional[torch.Tensor]) -> None:
        if self.padding_mode == "zeros":
            self._packed_params = torch.ops.quantized.conv1d_prepack(w, b, self.stride, self.padding, self.dilation, self.groups)
        else:
            self._packed_params = torch.ops.quantized.conv1d_prepack(w, b, self.stride, _pair(0), self.dilation, self.groups)

    def _weight_bias(self):
        w, b = torch.ops.quantized.conv1d_unpack(self._packed_params)
        return w, b

    def forward(self, input):
        if len(input.shape) != 3:
            raise ValueError("a quantized convolution of this kind takes three dimensions")
        if self.padding_mode != "zeros":
            _reversed_padding_repeated_twice = _reverse_repeat_padding(self.padding[:1])
            input = F.pad(input, _reversed_padding_repeated_twice, mode=self.padding_mode)
        return torch.ops.quantized.conv1d(input, self._packed_params, self.scale, self.zero_point)


class Conv2d(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode="zeros", device=None, dtype=None):
        self._init(_pair, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)

    def _get_name(self):
        return "QuantizedConv2d"

    def set_weight_bias(self, w: torch.Tensor, b: Optional[torch.Tensor]) -> None:
        if self.padding_mode == "zeros":
            self._packed_params = torch.ops.quantized.conv2d_prepack(w, b, self.stride, self.padding, self.dilation, self.groups)
        else:
            self._packed_params = torch.ops.quantized.conv2d_prepack(w, b, self.stride, _pair(0), self.dilation, self.groups)

    def _weight_bias(self):
        return self._packed_params.unpack()

    def forward(self, input):
        if len(input.shape) != 4:
            raise ValueError("this takes four dimensions: images of several channels")
        if self.padding_mode != "zeros":
            _reversed_padding_repeated_twice = _reverse_repeat_padding(self.padding)
            input = F.pad(input, _reversed_padding_repeated_twice, mode=self.padding_mode)
        return torch.ops.quantized.conv2d(input, self._packed_params, self.scale, self.zero_point)


class Conv3d(_ConvNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, dilation=1, groups=1, bias=True, padding_mode="zeros", device=None, dtype=None):
        self._init(_triple, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode)

    def _get_name(self):
        return "QuantizedConv3d"

    def set_weight_bias(self, w: torch.Tensor, b: Optional[torch.Tensor]) -> None:
        if self.padding_mode == "zeros":
            self._packed_params = torch.ops.quantized.conv3d_prepack(w, b, self.stride, self.padding, self.dilation, self.groups)
        else:
            self._packed_params = torch.ops.quantized.conv3d_prepack(w, b, self.stride, _triple(0), self.dilation, self.groups)

    def _weight_bias(self):
        return self._packed_params.unpack()

    def forward(self, input):
        if len(input.shape) != 5:
            raise ValueError("this takes five dimensions: volumes of several channels")
        if self.padding_mode != "zeros":
            _reversed_padding_repeated_twice = _reverse_repeat_padding(self.padding)
            input = F.pad(input, _reversed_padding_repeated_twice, mode=self.padding_mode)
        return torch.ops.quantized.conv3d(input, self._packed_params, self.scale, self.zero_point)


class _ConvTransposeNd(_ConvNd):
    def _init(self, tuples, in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation, padding_mode):
        if padding_mode != "zeros":
            raise ValueError("a transposed convolution pads with zeros only")
        super()._init(tuples, in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, padding_mode, True, output_padding)

    @classmethod
    def _like(cls, mod):
        return cls(
            mod.in_channels, mod.out_channels, mod.kernel_size, mod.stride, mod.padding, mod.output_padding, mod.groups, mod.bias is not None, mod.dilation, mod.padding_mode
        )


class ConvTranspose1d(_ConvTransposeNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode="zeros", device=None, dtype=None):
        self._init(_single, in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation, padding_mode)

    def _get_name(self):
        return "QuantizedConvTranspose1d"

    def set_weight_bias(self, w: torch.Tensor, b: Optional[torch.Tensor]) -> None:
        self._packed_params = torch.ops.quantized.conv_transpose1d_prepack(w, b, self.stride, self.padding, self.output_padding, self.dilation, self.groups)

    def _weight_bias(self):
        w, b = torch.ops.quantized.conv_transpose1d_unpack(self._packed_params)
        return w, b

    def forward(self, input):
        if len(input.shape) != 3:
            raise ValueError("a transposed convolution of this kind takes three dimensions")
        return torch.ops.quantized.conv_transpose1d(input, self._packed_params, self.scale, self.zero_point)


class ConvTranspose2d(_ConvTransposeNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode="zeros", device=None, dtype=None):
        self._init(_pair, in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation, padding_mode)

    def _get_name(self):
        return "QuantizedConvTranspose2d"

    def set_weight_bias(self, w: torch.Tensor, b: Optional[torch.Tensor]) -> None:
        self._packed_params = torch.ops.quantized.conv_transpose2d_prepack(w, b, self.stride, self.padding, self.output_padding, self.dilation, self.groups)

    def _weight_bias(self):
        w, b = torch.ops.quantized.conv2d_unpack(self._packed_params)
        return w, b

    def forward(self, input):
        if len(input.shape) != 4:
            raise ValueError("a transposed convolution of this kind takes four dimensions")
        return torch.ops.quantized.conv_transpose2d(input, self._packed_params, self.scale, self.zero_point)


class ConvTranspose3d(_ConvTransposeNd):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, output_padding=0, groups=1, bias=True, dilation=1, padding_mode="zeros", device=None, dtype=None):
        self._init(_triple, in_channels, out_channels, kernel_size, stride, padding, output_padding, groups, bias, dilation, padding_mode)

    def _get_name(self):
        return "QuantizedConvTranspose3d"

    def set_weight_bias(self, w: torch.Tensor, b: Optional[torch.Tensor]) -> None:
        self._packed_params = torch.ops.quantized.conv_transpose3d_prepack(w, b, self.stride, self.padding, self.output_padding, self.dilation, self.groups)

    def _weight_bias(self):
        w, b = torch.ops.quantized.conv3d_unpack(self._packed_params)
        return w, b

    def forward(self, input):
        if len(input.shape) != 5:
            raise ValueError("a transposed convolution of this kind takes five dimensions")
        return torch.ops.quantized.conv_transpose3d(input, self._packed_params, self.scale, self.zero_point)
