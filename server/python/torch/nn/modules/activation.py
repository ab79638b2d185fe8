"""Activations and multi-head attention; answers to torch/nn/modules/activation.py."""

import warnings
from typing import Optional, Tuple

import torch
from torch import Tensor

from .. import _target as _at
from .. import functional as F
from .. import init as _init
from ..parameter import Parameter
from .linear import NonDynamicallyQuantizableLinear
from .module import Module

__all__ = [
    "Threshold",
    "ReLU",
    "RReLU",
    "Hardtanh",
    "ReLU6",
    "Sigmoid",
    "Hardsigmoid",
    "Tanh",
    "SiLU",
    "Mish",
    "Hardswish",
    "ELU",
    "CELU",
    "SELU",
    "GLU",
    "GELU",
    "Hardshrink",
    "LeakyReLU",
    "LogSigmoid",
    "Softplus",
    "Softshrink",
    "MultiheadAttention",
    "PReLU",
    "Softsign",
    "Tanhshrink",
    "Softmin",
    "Softmax",
    "Softmax2d",
    "LogSoftmax",
]


def _repr_with_inplace(layer, *names):
    parts = [f"{name}={getattr(layer, name)}" for name in names]
    return ", ".join(parts + ["inplace=True"] * layer.inplace)


class Threshold(Module):
    __constants__ = ["threshold", "value", "inplace"]
    threshold: float
    value: float
    inplace: bool

    def __init__(self, threshold: float, value: float, inplace: bool = False) -> None:
        super().__init__()
        self.threshold = threshold
        self.value = value
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.threshold(input, self.threshold, self.value, self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self, "threshold", "value")


class ReLU(Module):
    __constants__ = ["inplace"]
    inplace: bool

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.relu(input, inplace=self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self)


class RReLU(Module):
    __constants__ = ["lower", "upper", "inplace"]
    lower: float
    upper: float
    inplace: bool

    def __init__(self, lower: float = 1.0 / 8, upper: float = 1.0 / 3, inplace: bool = False) -> None:
        super().__init__()
        self.lower = lower
        self.upper = upper
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.rrelu(input, self.lower, self.upper, self.training, self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self, "lower", "upper")


class Hardtanh(Module):
    __constants__ = ["min_val", "max_val", "inplace"]
    min_val: float
    max_val: float
    inplace: bool

    def __init__(
        self,
        min_val: float = -1.0,
        max_val: float = 1.0,
        inplace: bool = False,
        min_value: Optional[float] = None,
        max_value: Optional[float] = None,
    ) -> None:
        super().__init__()
        if min_value is not None:
            warnings.warn("Hardtanh: min_value is the old name of min_val", FutureWarning, stacklevel=2)
            min_val = min_value
        if max_value is not None:
            warnings.warn("Hardtanh: max_value is the old name of max_val", FutureWarning, stacklevel=2)
            max_val = max_value
        if max_val <= min_val:
            raise AssertionError(f"Hardtanh needs min_val {min_val} below max_val {max_val}")
        self.min_val = min_val
        self.max_val = max_val
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.hardtanh(input, self.min_val, self.max_val, self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self, "min_val", "max_val")


class ReLU6(Hardtanh):
    def __init__(self, inplace: bool = False) -> None:
        super().__init__(0.0, 6.0, inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self)


class Sigmoid(Module):
    def forward(self, input: Tensor) -> Tensor:
        return torch.sigmoid(input)


class Hardsigmoid(Module):
    __constants__ = ["inplace"]
    inplace: bool

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.hardsigmoid(input, self.inplace)


class Tanh(Module):
    def forward(self, input: Tensor) -> Tensor:
        return torch.tanh(input)


class SiLU(Module):
    __constants__ = ["inplace"]
    inplace: bool

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.silu(input, inplace=self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self)


class Mish(Module):
    __constants__ = ["inplace"]
    inplace: bool

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.mish(input, inplace=self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self)


class Hardswish(Module):
    __constants__ = ["inplace"]
    inplace: bool

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.hardswish(input, self.inplace)


class ELU(Module):
    __constants__ = ["alpha", "inplace"]
    alpha: float
    inplace: bool

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.elu(input, self.alpha, self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self, "alpha")


class CELU(Module):
    __constants__ = ["alpha", "inplace"]
    alpha: float
    inplace: bool

    def __init__(self, alpha: float = 1.0, inplace: bool = False) -> None:
        super().__init__()
        self.alpha = alpha
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.celu(input, self.alpha, self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self, "alpha")


class SELU(Module):
    __constants__ = ["inplace"]
    inplace: bool

    def __init__(self, inplace: bool = False) -> None:
        super().__init__()
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.selu(input, self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self)


class GLU(Module):
    __constants__ = ["dim"]
    dim: int

    def __init__(self, dim: int = -1) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, input: Tensor) -> Tensor:
        return F.glu(input, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class GELU(Module):
    __constants__ = ["approximate"]
    approximate: str

    def __init__(self, approximate: str = "none") -> None:
        super().__init__()
        self.approximate = approximate

    def forward(self, input: Tensor) -> Tensor:
        return F.gelu(input, approximate=self.approximate)

    def extra_repr(self) -> str:
        return f"approximate={self.approximate!r}"


class Hardshrink(Module):
    __constants__ = ["lambd"]
    lambd: float

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def forward(self, input: Tensor) -> Tensor:
        return F.hardshrink(input, self.lambd)

    def extra_repr(self) -> str:
        return f"{self.lambd}"


class LeakyReLU(Module):
    __constants__ = ["inplace", "negative_slope"]
    inplace: bool
    negative_slope: float

    def __init__(self, negative_slope: float = 1e-2, inplace: bool = False) -> None:
        super().__init__()
        self.negative_slope = negative_slope
        self.inplace = inplace

    def forward(self, input: Tensor) -> Tensor:
        return F.leaky_relu(input, self.negative_slope, self.inplace)

    def extra_repr(self) -> str:
        return _repr_with_inplace(self, "negative_slope")


class LogSigmoid(Module):
    def forward(self, input: Tensor) -> Tensor:
        return F.logsigmoid(input)


class Softplus(Module):
    __constants__ = ["beta", "threshold"]
    beta: float if _at.v2_6 else int
    threshold: float if _at.v2_6 else int

    if _at.v2_6:

        def __init__(self, beta: float = 1.0, threshold: float = 20.0) -> None:
            super().__init__()
            self.beta = beta
            self.threshold = threshold

    else:

        def __init__(self, beta: int = 1, threshold: int = 20) -> None:
            super().__init__()
            self.beta = beta
            self.threshold = threshold

    def forward(self, input: Tensor) -> Tensor:
        return F.softplus(input, self.beta, self.threshold)

    def extra_repr(self) -> str:
        return f"beta={self.beta}, threshold={self.threshold}"


class Softshrink(Module):
    __constants__ = ["lambd"]
    lambd: float

    def __init__(self, lambd: float = 0.5) -> None:
        super().__init__()
        self.lambd = lambd

    def forward(self, input: Tensor) -> Tensor:
        return F.softshrink(input, self.lambd)

    def extra_repr(self) -> str:
        return str(self.lambd)


def _check_arg_device(x: Optional[torch.Tensor]) -> bool:
    if x is not None:
        return x.device.type in ["cpu", "cuda", torch.utils.backend_registration._privateuse1_backend_name]
    return True


def _arg_requires_grad(x: Optional[torch.Tensor]) -> bool:
    if x is not None:
        return x.requires_grad
    return False


def _is_make_fx_tracing():
    if not torch.jit.is_scripting():
        return False
    else:
        return False


class MultiheadAttention(Module):
    __constants__ = ["batch_first"]
    bias_k: Optional[torch.Tensor]
    bias_v: Optional[torch.Tensor]

    def __init__(
        self,
        embed_dim,
        num_heads,
        dropout=0.0,
        bias=True,
        add_bias_kv=False,
        add_zero_attn=False,
        kdim=None,
        vdim=None,
        batch_first=False,
        device=None,
        dtype=None,
    ) -> None:
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(f"attention needs features ({embed_dim}) and heads ({num_heads})")

        def parameter(*shape):
            return Parameter(torch.empty(shape, device=device, dtype=dtype))

        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self._qkv_same_embed_dim = self.kdim == embed_dim and self.vdim == embed_dim

        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        if self.head_dim * num_heads != embed_dim:
            raise AssertionError(f"{embed_dim} features do not split into {num_heads} heads")

        if self._qkv_same_embed_dim:
            self.in_proj_weight = parameter(3 * embed_dim, embed_dim)
            self.register_parameter("q_proj_weight", None)
            self.register_parameter("k_proj_weight", None)
            self.register_parameter("v_proj_weight", None)
        else:
            self.q_proj_weight = parameter(embed_dim, embed_dim)
            self.k_proj_weight = parameter(embed_dim, self.kdim)
            self.v_proj_weight = parameter(embed_dim, self.vdim)
            self.register_parameter("in_proj_weight", None)
        self.register_parameter("in_proj_bias", parameter(3 * embed_dim) if bias else None)
        self.out_proj = NonDynamicallyQuantizableLinear(embed_dim, embed_dim, bias=bias, device=device, dtype=dtype)
        if add_bias_kv:
            self.bias_k = parameter(1, 1, embed_dim)
            self.bias_v = parameter(1, 1, embed_dim)
        else:
            self.bias_k = self.bias_v = None
        self.add_zero_attn = add_zero_attn
        self._reset_parameters()

    def _reset_parameters(self):
        for weight in (self.in_proj_weight, self.q_proj_weight, self.k_proj_weight, self.v_proj_weight):
            if weight is not None:
                _init.xavier_uniform_(weight)
        if self.in_proj_bias is not None:
            _init.constant_(self.in_proj_bias, 0.0)
            _init.constant_(self.out_proj.bias, 0.0)
        for bias in (self.bias_k, self.bias_v):
            if bias is not None:
                _init.xavier_normal_(bias)

    def __setstate__(self, state):
        state.setdefault("_qkv_same_embed_dim", True)
        super().__setstate__(state)

    if _at.v2_6:

        def forward(
            self,
            query: Tensor,
            key: Tensor,
            value: Tensor,
            key_padding_mask: Optional[Tensor] = None,
            need_weights: bool = True,
            attn_mask: Optional[Tensor] = None,
            average_attn_weights: bool = True,
            is_causal: bool = False,
        ) -> Tuple[Tensor, Optional[Tensor]]:
            # The fused kernel is taken only when nothing speaks against it; the reason is kept as a string.
            obstacle = ""
            if (attn_mask is not None and torch.is_floating_point(attn_mask)) or (
                key_padding_mask is not None and torch.is_floating_point(key_padding_mask)
            ):
                obstacle = "a mask of floating point numbers"

            batched = query.dim() == 3

            key_padding_mask = F._canonical_mask(
                mask=key_padding_mask,
                mask_name="key_padding_mask",
                other_type=F._none_or_dtype(attn_mask),
                other_name="attn_mask",
                target_type=query.dtype,
            )

            attn_mask = F._canonical_mask(
                mask=attn_mask,
                mask_name="attn_mask",
                other_type=None,
                other_name="",
                target_type=query.dtype,
                check_other=False,
            )

            fused_allowed = torch.backends.mha.get_fastpath_enabled()

            if not fused_allowed:
                obstacle = "the fused kernel is switched off"
            elif not batched:
                obstacle = f"no batch: the query has {query.dim()} dimensions"
            elif query is not key or key is not value:
                obstacle = "query, key and value are not one tensor"
            elif self.in_proj_bias is not None and query.dtype != self.in_proj_bias.dtype:
                obstacle = f"query is {query.dtype}, in_proj_bias {self.in_proj_bias.dtype}"
            elif self.in_proj_weight is None:
                obstacle = "no in_proj_weight"
            elif query.dtype != self.in_proj_weight.dtype:
                obstacle = f"query is {query.dtype}, in_proj_weight {self.in_proj_weight.dtype}"
            elif self.training:
                obstacle = "training"
            elif (self.num_heads % 2) != 0:
                obstacle = "an odd number of heads"
            elif not self.batch_first:
                obstacle = "batch_first is False"
            elif self.bias_k is not None:
                obstacle = "bias_k is set"
            elif self.bias_v is not None:
                obstacle = "bias_v is set"
            elif self.add_zero_attn:
                obstacle = "add_zero_attn"
            elif not self._qkv_same_embed_dim:
                obstacle = "separate projection weights"
            elif query.is_nested and (key_padding_mask is not None or attn_mask is not None):
                obstacle = "a mask on a nested tensor"
            elif torch.is_autocast_enabled():
                obstacle = "autocast"

            if _at.v2_14:
                held_by_tracing = False
            if not obstacle:
                operands = (
                    query,
                    key,
                    value,
                    self.in_proj_weight,
                    self.in_proj_bias,
                    self.out_proj.weight,
                    self.out_proj.bias,
                )
                if torch.overrides.has_torch_function(operands):
                    obstacle = "a tensor subclass"
                elif _at.v2_14:
                    if not all(_check_arg_device(x) for x in operands):
                        obstacle = (
                            "a tensor on a device other than cpu, cuda and "
                            f"{torch.utils.backend_registration._privateuse1_backend_name}"
                        )
                    elif torch.is_grad_enabled() and any(_arg_requires_grad(x) for x in operands):
                        obstacle = "gradients"
                    elif _is_make_fx_tracing():
                        obstacle = "make_fx"
                        held_by_tracing = True
                else:
                    if _is_make_fx_tracing():
                        obstacle = "make_fx"
                    elif not all(_check_arg_device(x) for x in operands):
                        obstacle = (
                            "a tensor on a device other than cpu, cuda and "
                            f"{torch.utils.backend_registration._privateuse1_backend_name}"
                        )
                    elif torch.is_grad_enabled() and any(_arg_requires_grad(x) for x in operands):
                        obstacle = "gradients"
                if not obstacle:
                    merged_mask, mask_type = self.merge_masks(attn_mask, key_padding_mask, query)

                    if self.in_proj_bias is not None and self.in_proj_weight is not None:
                        return torch._native_multi_head_attention(
                            query,
                            key,
                            value,
                            self.embed_dim,
                            self.num_heads,
                            self.in_proj_weight,
                            self.in_proj_bias,
                            self.out_proj.weight,
                            self.out_proj.bias,
                            merged_mask,
                            need_weights,
                            average_attn_weights,
                            mask_type,
                        )

            nested = query.is_nested or key.is_nested or value.is_nested
            if _at.v2_14:
                if nested:
                    raise AssertionError("nested tensors need the fused kernel. " + f"It is not taken: {obstacle}")
            else:
                assert not nested, "nested tensors need the fused kernel. " + f"It is not taken: {obstacle}"

            if self.batch_first and batched:
                if key is value:
                    if query is key:
                        query = key = value = query.transpose(1, 0)
                    else:
                        query, key = (x.transpose(1, 0) for x in (query, key))
                        value = key
                else:
                    query, key, value = (x.transpose(1, 0) for x in (query, key, value))

            if not self._qkv_same_embed_dim:
                mixed, weights = F.multi_head_attention_forward(
                    query,
                    key,
                    value,
                    self.embed_dim,
                    self.num_heads,
                    self.in_proj_weight,
                    self.in_proj_bias,
                    self.bias_k,
                    self.bias_v,
                    self.add_zero_attn,
                    self.dropout,
                    self.out_proj.weight,
                    self.out_proj.bias,
                    training=self.training,
                    key_padding_mask=key_padding_mask,
                    need_weights=need_weights,
                    attn_mask=attn_mask,
                    use_separate_proj_weight=True,
                    q_proj_weight=self.q_proj_weight,
                    k_proj_weight=self.k_proj_weight,
                    v_proj_weight=self.v_proj_weight,
                    average_attn_weights=average_attn_weights,
                    is_causal=is_causal,
                )
            else:
                mixed, weights = F.multi_head_attention_forward(
                    query,
                    key,
                    value,
                    self.embed_dim,
                    self.num_heads,
                    self.in_proj_weight,
                    self.in_proj_bias,
                    self.bias_k,
                    self.bias_v,
                    self.add_zero_attn,
                    self.dropout,
                    self.out_proj.weight,
                    self.out_proj.bias,
                    training=self.training,
                    key_padding_mask=key_padding_mask,
                    need_weights=need_weights,
                    attn_mask=attn_mask,
                    average_attn_weights=average_attn_weights,
                    is_causal=is_causal,
                )
            if self.batch_first and batched:
                if _at.v2_14:
                    mixed = mixed.transpose(1, 0)
                    if held_by_tracing:
                        mixed = mixed.contiguous()
                    return mixed, weights
                else:
                    return mixed.transpose(1, 0), weights
            else:
                return mixed, weights

        def merge_masks(
            self, attn_mask: Optional[Tensor], key_padding_mask: Optional[Tensor], query: Tensor
        ) -> Tuple[Optional[Tensor], Optional[int]]:
            mask_type: Optional[int] = None
            merged: Optional[Tensor] = None

            if key_padding_mask is not None:
                mask_type = 1
                merged = key_padding_mask

            if attn_mask is not None:
                batch, length, _ = query.shape
                mask_type = 2

                if attn_mask.dim() == 3:
                    wide = attn_mask.view(batch, -1, length, length)
                else:
                    wide = attn_mask.view(1, 1, length, length).expand(batch, self.num_heads, -1, -1)
                merged = wide

                if key_padding_mask is not None:
                    wide_padding = key_padding_mask.view(batch, 1, 1, length).expand(-1, self.num_heads, -1, -1)
                    merged = wide + wide_padding

            return merged, mask_type

    else:

        def forward(
            self,
            query: Tensor,
            key: Tensor,
            value: Tensor,
            key_padding_mask: Optional[Tensor] = None,
            need_weights: bool = True,
            attn_mask: Optional[Tensor] = None,
            average_attn_weights: bool = True,
        ) -> Tuple[Tensor, Optional[Tensor]]:
            batched = query.dim() == 3
            if key_padding_mask is not None:
                padding_type = key_padding_mask.dtype
                if padding_type != torch.bool and not torch.is_floating_point(key_padding_mask):
                    raise AssertionError("key_padding_mask must hold booleans or floating point numbers")
            obstacle = ""
            if not batched:
                obstacle = f"no batch: the query has {query.dim()} dimensions"
            elif query is not key or key is not value:
                obstacle = "query, key and value are not one tensor"
            elif self.in_proj_bias is not None and query.dtype != self.in_proj_bias.dtype:
                obstacle = f"query is {query.dtype}, in_proj_bias {self.in_proj_bias.dtype}"
            elif self.in_proj_weight is not None and query.dtype != self.in_proj_weight.dtype:
                obstacle = f"query is {query.dtype}, in_proj_weight {self.in_proj_weight.dtype}"
            elif self.training:
                obstacle = "training"
            elif not self.batch_first:
                obstacle = "batch_first is False"
            elif self.bias_k is not None:
                obstacle = "bias_k is set"
            elif self.bias_v is not None:
                obstacle = "bias_v is set"
            elif self.dropout:
                obstacle = f"dropout of {self.dropout}"
            elif self.add_zero_attn:
                obstacle = "add_zero_attn"
            elif not self._qkv_same_embed_dim:
                obstacle = "separate projection weights"
            elif attn_mask is not None:
                obstacle = "attn_mask is given"
            elif query.is_nested and key_padding_mask is not None:
                obstacle = "a mask on a nested tensor"
            elif self.num_heads % 2 == 1:
                obstacle = "an odd number of heads"
            elif torch.is_autocast_enabled():
                obstacle = "autocast"

            if not obstacle:
                operands = (
                    query,
                    key,
                    value,
                    self.in_proj_weight,
                    self.in_proj_bias,
                    self.out_proj.weight,
                    self.out_proj.bias,
                )
                if torch.overrides.has_torch_function(operands):
                    obstacle = "a tensor subclass"
                elif not all([(x is None or x.is_cuda or "cpu" in str(x.device)) for x in operands]):
                    obstacle = "a tensor neither on the CPU nor on CUDA"
                elif torch.is_grad_enabled() and any([x is not None and x.requires_grad for x in operands]):
                    obstacle = "gradients"
                if not obstacle:
                    return torch._native_multi_head_attention(
                        query,
                        key,
                        value,
                        self.embed_dim,
                        self.num_heads,
                        self.in_proj_weight,
                        self.in_proj_bias,
                        self.out_proj.weight,
                        self.out_proj.bias,
                        key_padding_mask if key_padding_mask is not None else attn_mask,
                        need_weights,
                        average_attn_weights,
                        1 if key_padding_mask is not None else 0 if attn_mask is not None else None,
                    )

            nested = query.is_nested or key.is_nested or value.is_nested
            assert not nested, "nested tensors need the fused kernel. " + f"It is not taken: {obstacle}"

            if self.batch_first and batched:
                if key is value:
                    if query is key:
                        query = key = value = query.transpose(1, 0)
                    else:
                        query, key = [x.transpose(1, 0) for x in (query, key)]
                        value = key
                else:
                    query, key, value = [x.transpose(1, 0) for x in (query, key, value)]

            if not self._qkv_same_embed_dim:
                mixed, weights = F.multi_head_attention_forward(
                    query,
                    key,
                    value,
                    self.embed_dim,
                    self.num_heads,
                    self.in_proj_weight,
                    self.in_proj_bias,
                    self.bias_k,
                    self.bias_v,
                    self.add_zero_attn,
                    self.dropout,
                    self.out_proj.weight,
                    self.out_proj.bias,
                    training=self.training,
                    key_padding_mask=key_padding_mask,
                    need_weights=need_weights,
                    attn_mask=attn_mask,
                    use_separate_proj_weight=True,
                    q_proj_weight=self.q_proj_weight,
                    k_proj_weight=self.k_proj_weight,
                    v_proj_weight=self.v_proj_weight,
                    average_attn_weights=average_attn_weights,
                )
            else:
                mixed, weights = F.multi_head_attention_forward(
                    query,
                    key,
                    value,
                    self.embed_dim,
                    self.num_heads,
                    self.in_proj_weight,
                    self.in_proj_bias,
                    self.bias_k,
                    self.bias_v,
                    self.add_zero_attn,
                    self.dropout,
                    self.out_proj.weight,
                    self.out_proj.bias,
                    training=self.training,
                    key_padding_mask=key_padding_mask,
                    need_weights=need_weights,
                    attn_mask=attn_mask,
                    average_attn_weights=average_attn_weights,
                )
            if self.batch_first and batched:
                return mixed.transpose(1, 0), weights
            else:
                return mixed, weights


class PReLU(Module):
    __constants__ = ["num_parameters"]
    num_parameters: int

    def __init__(self, num_parameters: int = 1, init: float = 0.25, device=None, dtype=None) -> None:
        self.num_parameters = num_parameters
        super().__init__()
        if _at.v2_6:
            self.init = init
        self.weight = Parameter(torch.empty(num_parameters, device=device, dtype=dtype))
        _init.constant_(self.weight, init)

    def reset_parameters(self):
        _init.constant_(self.weight, self.init)

    def forward(self, input: Tensor) -> Tensor:
        return F.prelu(input, self.weight)

    def extra_repr(self) -> str:
        return f"num_parameters={self.num_parameters}"


class Softsign(Module):
    def forward(self, input: Tensor) -> Tensor:
        return F.softsign(input)


class Tanhshrink(Module):
    def forward(self, input: Tensor) -> Tensor:
        return F.tanhshrink(input)


class Softmin(Module):
    __constants__ = ["dim"]
    dim: Optional[int]

    def __init__(self, dim: Optional[int] = None) -> None:
        super().__init__()
        self.dim = dim

    def __setstate__(self, state):
        super().__setstate__(state)
        self.__dict__.setdefault("dim", None)

    def forward(self, input: Tensor) -> Tensor:
        return F.softmin(input, self.dim, _stacklevel=5)

    def extra_repr(self):
        return f"dim={self.dim}"


class Softmax(Module):
    __constants__ = ["dim"]
    dim: Optional[int]

    def __init__(self, dim: Optional[int] = None) -> None:
        super().__init__()
        self.dim = dim

    def __setstate__(self, state):
        super().__setstate__(state)
        self.__dict__.setdefault("dim", None)

    def forward(self, input: Tensor) -> Tensor:
        return F.softmax(input, self.dim, _stacklevel=5)

    def extra_repr(self):
        return f"dim={self.dim}"


class Softmax2d(Module):
    def forward(self, input: Tensor) -> Tensor:
        if _at.v2_6:
            if input.dim() not in (3, 4):
                raise ValueError(f"Softmax2d takes 3-D or 4-D input, this is {input.dim()}-D")
        else:
            assert input.dim() == 4 or input.dim() == 3, "Softmax2d takes 3-D or 4-D input"
        return F.softmax(input, -3, _stacklevel=5)


class LogSoftmax(Module):
    __constants__ = ["dim"]
    dim: Optional[int]

    def __init__(self, dim: Optional[int] = None) -> None:
        super().__init__()
        self.dim = dim

    def __setstate__(self, state):
        super().__setstate__(state)
        self.__dict__.setdefault("dim", None)

    def forward(self, input: Tensor) -> Tensor:
        return F.log_softmax(input, self.dim, _stacklevel=5)

    def extra_repr(self):
        return f"dim={self.dim}"
