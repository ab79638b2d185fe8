"""Answers to torch/ao/nn/quantized/modules/linear.py."""
from typing import Optional

import torch
from torch import nn
from torch._lens.packed import quantized
from torch.nn.utils import fusion

from .utils import Scaled, fold_norm, qparams_of


class LinearPackedParams(nn.Module):
    _version = 3

    def __init__(self, dtype=torch.qint8):
        super().__init__()
        self.dtype = dtype
        self.set_weight_bias(torch.zeros([1, 1]), None)

    @torch.jit.export
    def set_weight_bias(self, weight: torch.Tensor, bias: Optional[torch.Tensor]) -> None:
        if self.dtype == torch.qint8:
            self._packed_params = torch.ops.quantized.linear_prepack(weight, bias)
        elif self.dtype == torch.float16:
            self._packed_params = torch.ops.quantized.linear_prepack_fp16(weight, bias)
        else:
            raise RuntimeError("weights of this dtype are not packed")

    @torch.jit.export
    def _weight_bias(self):
        if self.dtype == torch.qint8:
            return torch.ops.quantized.linear_unpack(self._packed_params)
        elif self.dtype == torch.float16:
            return torch.ops.quantized.linear_unpack_fp16(self._packed_params)
        else:
            raise RuntimeError("weights of this dtype are not packed")

    def forward(self, x):
        return x

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        super()._save_to_state_dict(destination, prefix, keep_vars)
        destination[prefix + "dtype"] = self.dtype
        destination[prefix + "_packed_params"] = self._weight_bias()

    def _load_from_state_dict(self, state_dict, prefix, *rest):
        self.dtype = state_dict.pop(prefix + "dtype", torch.qint8)
        self.set_weight_bias(*state_dict.pop(prefix + "_packed_params"))


class Linear(Scaled):
    _version = 3
    _FLOAT_MODULE = (nn.Linear, nn.modules.linear.NonDynamicallyQuantizableLinear)

    def __init__(self, in_features, out_features, bias_=True, dtype=torch.qint8):
        super().__init__()
        self.in_features = in_features
        self.out_features = out_features
        if dtype not in (torch.qint8, torch.float16):
            raise RuntimeError("a quantized Linear holds int8 or float16")
        self._packed_params = LinearPackedParams(dtype)
        self._packed_params.set_weight_bias(quantized(torch.zeros(out_features, in_features), torch.qint8 if dtype == torch.qint8 else torch.float32), torch.zeros(out_features) if bias_ else None)
        self.scale = 1.0
        self.zero_point = 0

    def _get_name(self):
        return "QuantizedLinear"

    def extra_repr(self):
        return f"in_features={self.in_features}, out_features={self.out_features}, scale={self.scale}, zero_point={self.zero_point}"

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.ops.quantized.linear(x, self._packed_params._packed_params, self.scale, self.zero_point)

    def _weight_bias(self):
        return self._packed_params._weight_bias()

    def weight(self):
        return self._weight_bias()[0]

    def bias(self):
        return self._weight_bias()[1]

    def set_weight_bias(self, w: torch.Tensor, b: Optional[torch.Tensor]) -> None:
        self._packed_params.set_weight_bias(w, b)

    @classmethod
    def from_float(cls, mod, use_precomputed_fake_quant=False):
        observer = mod.activation_post_process
        if isinstance(mod, nn.Sequential):
            mod = mod[0]
        if hasattr(mod, "bn"):
            fold_norm(mod, fusion.fuse_linear_bn_weights)
        made = cls(mod.in_features, mod.out_features, dtype=mod.qconfig.weight().dtype)
        made.set_weight_bias(quantized(mod.weight, torch.qint8), mod.bias)
        made.scale, made.zero_point = qparams_of(observer)
        return made
