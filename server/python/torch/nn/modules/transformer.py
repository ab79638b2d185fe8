"""Transformers; answers to torch/nn/modules/transformer.py."""

import copy
import warnings
from typing import Any, Callable, Optional, Union

import torch
from torch import Tensor

from .. import _target as _at
from .. import functional as F
from ..init import xavier_uniform_
from .activation import GELU, MultiheadAttention, ReLU
from .container import ModuleList
from .dropout import Dropout
from .linear import Linear
from .module import Module
from .normalization import LayerNorm

__all__ = [
    "Transformer",
    "TransformerEncoder",
    "TransformerDecoder",
    "TransformerEncoderLayer",
    "TransformerDecoderLayer",
]


def _generate_square_subsequent_mask(
    sz: int, device: Optional[torch.device] = None, dtype: Optional[torch.dtype] = None
) -> Tensor:
    return torch.triu(torch.full((sz, sz), float("-inf"), dtype=dtype, device=device), diagonal=1)


def _get_seq_len(src: Tensor, batch_first: bool) -> Optional[int]:
    if src.is_nested:
        return None
    else:
        size = src.size()
        if len(size) == 2:
            return size[0]
        else:
            length_at = 1 if batch_first else 0
            return size[length_at]


def _detect_is_causal_mask(
    mask: Optional[Tensor], is_causal: Optional[bool] = None, size: Optional[int] = None
) -> bool:
    causal = is_causal is True

    if is_causal is None and mask is not None:
        length = size if size is not None else mask.size(-2)
        triangle = _generate_square_subsequent_mask(length, device=mask.device, dtype=mask.dtype)

        if mask.size() == triangle.size():
            causal = bool((mask == triangle).all())
        else:
            causal = False

    return causal


def _get_clones(module, N):
    return ModuleList([copy.deepcopy(module) for _ in range(N)])


def _get_activation_fn(activation: str) -> Callable[[Tensor], Tensor]:
    known = {"relu": F.relu, "gelu": F.gelu}
    if activation not in known:
        raise RuntimeError(f"the activation is relu or gelu, not {activation}")
    return known[activation]


def _norm(d_model, eps, bias, device, dtype):
    """LayerNorm of the versions that have no `bias` and of those that do."""
    if _at.v2_6:
        return LayerNorm(d_model, eps=eps, bias=bias, device=device, dtype=dtype)
    return LayerNorm(d_model, eps=eps, device=device, dtype=dtype)


class Transformer(Module):
    def __init__(
        self,
        d_model: int = 512,
        nhead: int = 8,
        num_encoder_layers: int = 6,
        num_decoder_layers: int = 6,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Union[str, Callable[[Tensor], Tensor]] = F.relu,
        custom_encoder: Optional[Any] = None,
        custom_decoder: Optional[Any] = None,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device=None,
        dtype=None,
    ) -> None:
        super().__init__()
        sizes = (d_model, nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first)
        rest = (bias, device, dtype)
        if custom_encoder is None:
            custom_encoder = TransformerEncoder(
                TransformerEncoderLayer(*sizes, *rest), num_encoder_layers, _norm(d_model, layer_norm_eps, *rest)
            )
        self.encoder = custom_encoder
        if custom_decoder is None:
            custom_decoder = TransformerDecoder(
                TransformerDecoderLayer(*sizes, *rest), num_decoder_layers, _norm(d_model, layer_norm_eps, *rest)
            )
        self.decoder = custom_decoder
        self._reset_parameters()
        self.d_model = d_model
        self.nhead = nhead
        self.batch_first = batch_first

    if _at.v2_6:

        def forward(
            self,
            src: Tensor,
            tgt: Tensor,
            src_mask: Optional[Tensor] = None,
            tgt_mask: Optional[Tensor] = None,
            memory_mask: Optional[Tensor] = None,
            src_key_padding_mask: Optional[Tensor] = None,
            tgt_key_padding_mask: Optional[Tensor] = None,
            memory_key_padding_mask: Optional[Tensor] = None,
            src_is_causal: Optional[bool] = None,
            tgt_is_causal: Optional[bool] = None,
            memory_is_causal: bool = False,
        ) -> Tensor:
            batched = src.dim() == 3
            if not self.batch_first and src.size(1) != tgt.size(1) and batched:
                raise RuntimeError("src and tgt differ in batch size")
            elif self.batch_first and src.size(0) != tgt.size(0) and batched:
                raise RuntimeError("src and tgt differ in batch size")

            if src.size(-1) != self.d_model or tgt.size(-1) != self.d_model:
                raise RuntimeError("the last dimension of src and tgt must be d_model")

            memory = self.encoder(
                src, mask=src_mask, src_key_padding_mask=src_key_padding_mask, is_causal=src_is_causal
            )
            output = self.decoder(
                tgt,
                memory,
                tgt_mask=tgt_mask,
                memory_mask=memory_mask,
                tgt_key_padding_mask=tgt_key_padding_mask,
                memory_key_padding_mask=memory_key_padding_mask,
                tgt_is_causal=tgt_is_causal,
                memory_is_causal=memory_is_causal,
            )
            return output

    else:

        def forward(
            self,
            src: Tensor,
            tgt: Tensor,
            src_mask: Optional[Tensor] = None,
            tgt_mask: Optional[Tensor] = None,
            memory_mask: Optional[Tensor] = None,
            src_key_padding_mask: Optional[Tensor] = None,
            tgt_key_padding_mask: Optional[Tensor] = None,
            memory_key_padding_mask: Optional[Tensor] = None,
        ) -> Tensor:
            batched = src.dim() == 3
            if not self.batch_first and src.size(1) != tgt.size(1) and batched:
                raise RuntimeError("src and tgt differ in batch size")
            elif self.batch_first and src.size(0) != tgt.size(0) and batched:
                raise RuntimeError("src and tgt differ in batch size")

            if src.size(-1) != self.d_model or tgt.size(-1) != self.d_model:
                raise RuntimeError("the last dimension of src and tgt must be d_model")

            memory = self.encoder(src, mask=src_mask, src_key_padding_mask=src_key_padding_mask)
            output = self.decoder(
                tgt,
                memory,
                tgt_mask=tgt_mask,
                memory_mask=memory_mask,
                tgt_key_padding_mask=tgt_key_padding_mask,
                memory_key_padding_mask=memory_key_padding_mask,
            )
            return output

    if _at.v2_6:

        @staticmethod
        def generate_square_subsequent_mask(
            sz: int, device: Optional[torch.device] = None, dtype: Optional[torch.dtype] = None
        ) -> Tensor:
            return _generate_square_subsequent_mask(sz, dtype=dtype, device=device)

    else:

        @staticmethod
        def generate_square_subsequent_mask(sz: int, device="cpu") -> Tensor:
            return torch.triu(torch.full((sz, sz), float("-inf"), device=device), diagonal=1)

    def _reset_parameters(self):
        for parameter in self.parameters():
            if parameter.dim() > 1:
                xavier_uniform_(parameter)


def _why_not_nested(layer):
    """What keeps an encoder of such layers from nested tensors, or ''."""
    if not isinstance(layer, TransformerEncoderLayer):
        return "the layer is no TransformerEncoderLayer"
    attention = layer.self_attn
    reasons = (
        (layer.norm_first, "norm_first"),
        (not attention.batch_first, "batch_first is False"),
        (not attention._qkv_same_embed_dim, "separate projection weights"),
        (attention.in_proj_bias is None, "no bias"),
        (not layer.activation_relu_or_gelu, "an activation other than relu and gelu"),
        (layer.norm1.eps != layer.norm2.eps, "norms with different eps"),
        (attention.num_heads % 2 == 1, "an odd number of heads"),
    )
    return next((reason for holds, reason in reasons if holds), "")


class TransformerEncoder(Module):
    __constants__ = ["norm"]

    def __init__(
        self,
        encoder_layer: "TransformerEncoderLayer",
        num_layers: int,
        norm: Optional[Module] = None,
        enable_nested_tensor: bool = True,
        mask_check: bool = True,
    ) -> None:
        super().__init__()
        self.layers = _get_clones(encoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm
        self.enable_nested_tensor = enable_nested_tensor
        if _at.v2_6:
            self.use_nested_tensor = enable_nested_tensor
        self.mask_check = mask_check
        if _at.v2_6 and enable_nested_tensor:
            obstacle = _why_not_nested(encoder_layer)
            if obstacle:
                warnings.warn(f"enable_nested_tensor has no effect: {obstacle}", stacklevel=2)
                self.use_nested_tensor = False

    if _at.v2_6:

        def forward(
            self,
            src: Tensor,
            mask: Optional[Tensor] = None,
            src_key_padding_mask: Optional[Tensor] = None,
            is_causal: Optional[bool] = None,
        ) -> Tensor:
            src_key_padding_mask = F._canonical_mask(
                mask=src_key_padding_mask,
                mask_name="src_key_padding_mask",
                other_type=F._none_or_dtype(mask),
                other_name="mask",
                target_type=src.dtype,
            )

            mask = F._canonical_mask(
                mask=mask,
                mask_name="mask",
                other_type=None,
                other_name="",
                target_type=src.dtype,
                check_other=False,
            )

            output = src
            nested = False
            first = self.layers[0]
            padding_for_layers = src_key_padding_mask
            obstacle = ""
            shown = "self.layers[0]"
            batch_first = first.self_attn.batch_first

            fused_allowed = torch.backends.mha.get_fastpath_enabled()
            if _at.v2_14:
                check_mask = getattr(self, "mask_check", True)

                if not fused_allowed:
                    obstacle = "the fused kernel is switched off"
                elif not hasattr(self, "use_nested_tensor"):
                    obstacle = "use_nested_tensor is missing"
                elif not self.use_nested_tensor:
                    obstacle = "use_nested_tensor is off"
                elif first.training:
                    obstacle = f"{shown} is training"
                elif src.dim() != 3:
                    obstacle = f"no batch: src has {src.dim()} dimensions"
                elif src_key_padding_mask is None:
                    obstacle = "no padding mask"
                elif check_mask and torch.compiler.is_compiling():
                    obstacle = "torch.compile"
                elif check_mask and not torch._nested_tensor_from_mask_left_aligned(
                    src, src_key_padding_mask.logical_not()
                ):
                    obstacle = "padding that is not on the right"
                elif output.is_nested:
                    obstacle = "src is nested already"
                elif mask is not None:
                    obstacle = "a mask beside the padding mask"
                elif torch.is_autocast_enabled():
                    obstacle = "autocast"
            else:
                if not fused_allowed:
                    obstacle = "the fused kernel is switched off"
                elif not hasattr(self, "use_nested_tensor"):
                    obstacle = "use_nested_tensor is missing"
                elif not self.use_nested_tensor:
                    obstacle = "use_nested_tensor is off"
                elif first.training:
                    obstacle = f"{shown} is training"
                elif not src.dim() == 3:
                    obstacle = f"no batch: src has {src.dim()} dimensions"
                elif src_key_padding_mask is None:
                    obstacle = "no padding mask"
                elif (
                    (not hasattr(self, "mask_check")) or self.mask_check
                ) and not torch._nested_tensor_from_mask_left_aligned(src, src_key_padding_mask.logical_not()):
                    obstacle = "padding that is not on the right"
                elif output.is_nested:
                    obstacle = "src is nested already"
                elif mask is not None:
                    obstacle = "a mask beside the padding mask"
                elif torch.is_autocast_enabled():
                    obstacle = "autocast"

            if not obstacle:
                operands = (
                    src,
                    first.self_attn.in_proj_weight,
                    first.self_attn.in_proj_bias,
                    first.self_attn.out_proj.weight,
                    first.self_attn.out_proj.bias,
                    first.norm1.weight,
                    first.norm1.bias,
                    first.norm2.weight,
                    first.norm2.bias,
                    first.linear1.weight,
                    first.linear1.bias,
                    first.linear2.weight,
                    first.linear2.bias,
                )
                if _at.v2_14:
                    devices = ["cpu", "cuda", "xpu", torch.utils.backend_registration._privateuse1_backend_name]
                else:
                    devices = ["cpu", "cuda", torch.utils.backend_registration._privateuse1_backend_name]
                if torch.overrides.has_torch_function(operands):
                    obstacle = "a tensor subclass"
                elif src.device.type not in devices:
                    obstacle = f"src is on none of {devices}"
                elif torch.is_grad_enabled() and any(x.requires_grad for x in operands):
                    obstacle = "gradients"

                if (not obstacle) and (src_key_padding_mask is not None):
                    nested = True
                    output = torch._nested_tensor_from_mask(
                        output, src_key_padding_mask.logical_not(), mask_check=False
                    )
                    padding_for_layers = None

            length = _get_seq_len(src, batch_first)
            is_causal = _detect_is_causal_mask(mask, is_causal, length)

            for layer in self.layers:
                output = layer(
                    output, src_mask=mask, is_causal=is_causal, src_key_padding_mask=padding_for_layers
                )

            if nested:
                output = output.to_padded_tensor(0.0, src.size())

            if self.norm is not None:
                output = self.norm(output)

            return output

    else:

        def forward(
            self, src: Tensor, mask: Optional[Tensor] = None, src_key_padding_mask: Optional[Tensor] = None
        ) -> Tensor:
            if src_key_padding_mask is not None:
                padding_type = src_key_padding_mask.dtype
                if padding_type != torch.bool and not torch.is_floating_point(src_key_padding_mask):
                    raise AssertionError("src_key_padding_mask must hold booleans or floating point numbers")
            output = src
            nested = False
            first = self.layers[0]
            padding_for_layers = src_key_padding_mask
            obstacle = ""
            shown = "self.layers[0]"
            if not isinstance(first, TransformerEncoderLayer):
                obstacle = f"{shown} is no TransformerEncoderLayer"
            elif first.norm_first:
                obstacle = f"{shown}.norm_first"
            elif first.training:
                obstacle = f"{shown} is training"
            elif not first.self_attn.batch_first:
                obstacle = f"{shown}.self_attn.batch_first is False"
            elif not first.self_attn._qkv_same_embed_dim:
                obstacle = f"{shown}.self_attn has separate projection weights"
            elif not first.activation_relu_or_gelu:
                obstacle = f"{shown} has an activation other than relu and gelu"
            elif not (first.norm1.eps == first.norm2.eps):
                obstacle = f"{shown}.norm1.eps is not {shown}.norm2.eps"
            elif not src.dim() == 3:
                obstacle = f"no batch: src has {src.dim()} dimensions"
            elif not self.enable_nested_tensor:
                obstacle = "enable_nested_tensor is off"
            elif src_key_padding_mask is None:
                obstacle = "no padding mask"
            elif (
                (not hasattr(self, "mask_check")) or self.mask_check
            ) and not torch._nested_tensor_from_mask_left_aligned(src, src_key_padding_mask.logical_not()):
                obstacle = "padding that is not on the right"
            elif output.is_nested:
                obstacle = "src is nested already"
            elif mask is not None:
                obstacle = "a mask beside the padding mask"
            elif first.self_attn.num_heads % 2 == 1:
                obstacle = "an odd number of heads"
            elif torch.is_autocast_enabled():
                obstacle = "autocast"

            if not obstacle:
                operands = (
                    src,
                    first.self_attn.in_proj_weight,
                    first.self_attn.in_proj_bias,
                    first.self_attn.out_proj.weight,
                    first.self_attn.out_proj.bias,
                    first.norm1.weight,
                    first.norm1.bias,
                    first.norm2.weight,
                    first.norm2.bias,
                    first.linear1.weight,
                    first.linear1.bias,
                    first.linear2.weight,
                    first.linear2.bias,
                )

                if torch.overrides.has_torch_function(operands):
                    obstacle = "a tensor subclass"
                elif not (src.is_cuda or "cpu" in str(src.device)):
                    obstacle = "src is neither on the CPU nor on CUDA"
                elif torch.is_grad_enabled() and any(x.requires_grad for x in operands):
                    obstacle = "gradients"

                if (not obstacle) and (src_key_padding_mask is not None):
                    nested = True
                    output = torch._nested_tensor_from_mask(
                        output, src_key_padding_mask.logical_not(), mask_check=False
                    )
                    padding_for_layers = None

            for layer in self.layers:
                output = layer(output, src_mask=mask, src_key_padding_mask=padding_for_layers)

            if nested:
                output = output.to_padded_tensor(0.0)

            if self.norm is not None:
                output = self.norm(output)

            return output


class TransformerDecoder(Module):
    __constants__ = ["norm"]

    def __init__(
        self, decoder_layer: "TransformerDecoderLayer", num_layers: int, norm: Optional[Module] = None
    ) -> None:
        super().__init__()
        self.layers = _get_clones(decoder_layer, num_layers)
        self.num_layers = num_layers
        self.norm = norm

    if _at.v2_6:

        def forward(
            self,
            tgt: Tensor,
            memory: Tensor,
            tgt_mask: Optional[Tensor] = None,
            memory_mask: Optional[Tensor] = None,
            tgt_key_padding_mask: Optional[Tensor] = None,
            memory_key_padding_mask: Optional[Tensor] = None,
            tgt_is_causal: Optional[bool] = None,
            memory_is_causal: bool = False,
        ) -> Tensor:
            output = tgt

            length = _get_seq_len(tgt, self.layers[0].self_attn.batch_first)
            tgt_is_causal = _detect_is_causal_mask(tgt_mask, tgt_is_causal, length)

            for layer in self.layers:
                output = layer(
                    output,
                    memory,
                    tgt_mask=tgt_mask,
                    memory_mask=memory_mask,
                    tgt_key_padding_mask=tgt_key_padding_mask,
                    memory_key_padding_mask=memory_key_padding_mask,
                    tgt_is_causal=tgt_is_causal,
                    memory_is_causal=memory_is_causal,
                )

            if self.norm is not None:
                output = self.norm(output)

            return output

    else:

        def forward(
            self,
            tgt: Tensor,
            memory: Tensor,
            tgt_mask: Optional[Tensor] = None,
            memory_mask: Optional[Tensor] = None,
            tgt_key_padding_mask: Optional[Tensor] = None,
            memory_key_padding_mask: Optional[Tensor] = None,
        ) -> Tensor:
            output = tgt

            for layer in self.layers:
                output = layer(
                    output,
                    memory,
                    tgt_mask=tgt_mask,
                    memory_mask=memory_mask,
                    tgt_key_padding_mask=tgt_key_padding_mask,
                    memory_key_padding_mask=memory_key_padding_mask,
                )

            if self.norm is not None:
                output = self.norm(output)

            return output


class TransformerEncoderLayer(Module):
    __constants__ = ["norm_first"] if _at.v2_6 else ["batch_first", "norm_first"]

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Union[str, Callable[[Tensor], Tensor]] = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device=None,
        dtype=None,
    ) -> None:
        rest = {"bias": bias, "device": device, "dtype": dtype}
        super().__init__()
        self.self_attn = MultiheadAttention(d_model, nhead, dropout=dropout, batch_first=batch_first, **rest)
        self.linear1 = Linear(d_model, dim_feedforward, **rest)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, **rest)
        self.norm_first = norm_first
        self.norm1 = _norm(d_model, layer_norm_eps, **rest)
        self.norm2 = _norm(d_model, layer_norm_eps, **rest)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)

        if isinstance(activation, str):
            activation = _get_activation_fn(activation)
        # the number the fused kernel knows the activation by
        if activation is F.relu or isinstance(activation, ReLU):
            self.activation_relu_or_gelu = 1
        elif activation is F.gelu or isinstance(activation, GELU):
            self.activation_relu_or_gelu = 2
        else:
            self.activation_relu_or_gelu = 0
        self.activation = activation

    def __setstate__(self, state):
        super().__setstate__(state)
        if not hasattr(self, "activation"):
            self.activation = F.relu

    if _at.v2_6:

        def forward(
            self,
            src: Tensor,
            src_mask: Optional[Tensor] = None,
            src_key_padding_mask: Optional[Tensor] = None,
            is_causal: bool = False,
        ) -> Tensor:
            src_key_padding_mask = F._canonical_mask(
                mask=src_key_padding_mask,
                mask_name="src_key_padding_mask",
                other_type=F._none_or_dtype(src_mask),
                other_name="src_mask",
                target_type=src.dtype,
            )

            src_mask = F._canonical_mask(
                mask=src_mask,
                mask_name="src_mask",
                other_type=None,
                other_name="",
                target_type=src.dtype,
                check_other=False,
            )

            fused_allowed = torch.backends.mha.get_fastpath_enabled()

            obstacle = ""
            if _at.v2_14:
                if not fused_allowed:
                    obstacle = "the fused kernel is switched off"
                elif src.dim() != 3:
                    obstacle = f"no batch: src has {src.dim()} dimensions"
                elif self.training:
                    obstacle = "training"
                elif not self.self_attn.batch_first:
                    obstacle = "batch_first is False"
                elif self.self_attn.in_proj_bias is None:
                    obstacle = "no bias"
                elif not self.self_attn._qkv_same_embed_dim:
                    obstacle = "separate projection weights"
                elif not self.activation_relu_or_gelu:
                    obstacle = "an activation other than relu and gelu"
                elif self.norm1.eps != self.norm2.eps:
                    obstacle = "norms with different eps"
                elif src.is_nested and (src_key_padding_mask is not None or src_mask is not None):
                    obstacle = "a mask on a nested tensor"
                elif self.self_attn.num_heads % 2 == 1:
                    obstacle = "an odd number of heads"
                elif torch.is_autocast_enabled():
                    obstacle = "autocast"
                elif any(
                    len(getattr(m, "_forward_hooks", {})) + len(getattr(m, "_forward_pre_hooks", {}))
                    for m in self.modules()
                ):
                    obstacle = "hooks"
            else:
                if not fused_allowed:
                    obstacle = "the fused kernel is switched off"
                elif not src.dim() == 3:
                    obstacle = f"no batch: src has {src.dim()} dimensions"
                elif self.training:
                    obstacle = "training"
                elif not self.self_attn.batch_first:
                    obstacle = "batch_first is False"
                elif self.self_attn.in_proj_bias is None:
                    obstacle = "no bias"
                elif not self.self_attn._qkv_same_embed_dim:
                    obstacle = "separate projection weights"
                elif not self.activation_relu_or_gelu:
                    obstacle = "an activation other than relu and gelu"
                elif not (self.norm1.eps == self.norm2.eps):
                    obstacle = "norms with different eps"
                elif src.is_nested and (src_key_padding_mask is not None or src_mask is not None):
                    obstacle = "a mask on a nested tensor"
                elif self.self_attn.num_heads % 2 == 1:
                    obstacle = "an odd number of heads"
                elif torch.is_autocast_enabled():
                    obstacle = "autocast"
                elif any(
                    len(getattr(m, "_forward_hooks", {})) + len(getattr(m, "_forward_pre_hooks", {}))
                    for m in self.modules()
                ):
                    obstacle = "hooks"

            if not obstacle:
                operands = (
                    src,
                    self.self_attn.in_proj_weight,
                    self.self_attn.in_proj_bias,
                    self.self_attn.out_proj.weight,
                    self.self_attn.out_proj.bias,
                    self.norm1.weight,
                    self.norm1.bias,
                    self.norm2.weight,
                    self.norm2.bias,
                    self.linear1.weight,
                    self.linear1.bias,
                    self.linear2.weight,
                    self.linear2.bias,
                )

                if _at.v2_14:
                    devices = ["cpu", "cuda", "xpu", torch.utils.backend_registration._privateuse1_backend_name]
                else:
                    devices = ["cpu", "cuda", torch.utils.backend_registration._privateuse1_backend_name]
                if torch.overrides.has_torch_function(operands):
                    obstacle = "a tensor subclass"
                elif not all((x.device.type in devices) for x in operands):
                    obstacle = f"a tensor is on none of {devices}"
                elif torch.is_grad_enabled() and any(x.requires_grad for x in operands):
                    obstacle = "gradients"

                if not obstacle:
                    merged_mask, mask_type = self.self_attn.merge_masks(src_mask, src_key_padding_mask, src)
                    return torch._transformer_encoder_layer_fwd(
                        src,
                        self.self_attn.embed_dim,
                        self.self_attn.num_heads,
                        self.self_attn.in_proj_weight,
                        self.self_attn.in_proj_bias,
                        self.self_attn.out_proj.weight,
                        self.self_attn.out_proj.bias,
                        self.activation_relu_or_gelu == 2,
                        self.norm_first,
                        self.norm1.eps,
                        self.norm1.weight,
                        self.norm1.bias,
                        self.norm2.weight,
                        self.norm2.bias,
                        self.linear1.weight,
                        self.linear1.bias,
                        self.linear2.weight,
                        self.linear2.bias,
                        merged_mask,
                        mask_type,
                    )

            x = src
            if self.norm_first:
                x = x + self._sa_block(self.norm1(x), src_mask, src_key_padding_mask, is_causal=is_causal)
                x = x + self._ff_block(self.norm2(x))
            else:
                x = self.norm1(x + self._sa_block(x, src_mask, src_key_padding_mask, is_causal=is_causal))
                x = self.norm2(x + self._ff_block(x))

            return x

        def _sa_block(
            self,
            x: Tensor,
            attn_mask: Optional[Tensor],
            key_padding_mask: Optional[Tensor],
            is_causal: bool = False,
        ) -> Tensor:
            x = self.self_attn(
                x,
                x,
                x,
                attn_mask=attn_mask,
                key_padding_mask=key_padding_mask,
                need_weights=False,
                is_causal=is_causal,
            )[0]
            return self.dropout1(x)

    else:

        def forward(
            self, src: Tensor, src_mask: Optional[Tensor] = None, src_key_padding_mask: Optional[Tensor] = None
        ) -> Tensor:
            if src_key_padding_mask is not None:
                padding_type = src_key_padding_mask.dtype
                if padding_type != torch.bool and not torch.is_floating_point(src_key_padding_mask):
                    raise AssertionError("src_key_padding_mask must hold booleans or floating point numbers")
            obstacle = ""
            if not src.dim() == 3:
                obstacle = f"no batch: src has {src.dim()} dimensions"
            elif self.training:
                obstacle = "training"
            elif not self.self_attn.batch_first:
                obstacle = "batch_first is False"
            elif not self.self_attn._qkv_same_embed_dim:
                obstacle = "separate projection weights"
            elif not self.activation_relu_or_gelu:
                obstacle = "an activation other than relu and gelu"
            elif not (self.norm1.eps == self.norm2.eps):
                obstacle = "norms with different eps"
            elif src_mask is not None:
                obstacle = "src_mask is given"
            elif src.is_nested and src_key_padding_mask is not None:
                obstacle = "a mask on a nested tensor"
            elif self.self_attn.num_heads % 2 == 1:
                obstacle = "an odd number of heads"
            elif torch.is_autocast_enabled():
                obstacle = "autocast"

            if not obstacle:
                operands = (
                    src,
                    self.self_attn.in_proj_weight,
                    self.self_attn.in_proj_bias,
                    self.self_attn.out_proj.weight,
                    self.self_attn.out_proj.bias,
                    self.norm1.weight,
                    self.norm1.bias,
                    self.norm2.weight,
                    self.norm2.bias,
                    self.linear1.weight,
                    self.linear1.bias,
                    self.linear2.weight,
                    self.linear2.bias,
                )

                if torch.overrides.has_torch_function(operands):
                    obstacle = "a tensor subclass"
                elif not all((x.is_cuda or "cpu" in str(x.device)) for x in operands):
                    obstacle = "a tensor neither on the CPU nor on CUDA"
                elif torch.is_grad_enabled() and any(x.requires_grad for x in operands):
                    obstacle = "gradients"

                if not obstacle:
                    return torch._transformer_encoder_layer_fwd(
                        src,
                        self.self_attn.embed_dim,
                        self.self_attn.num_heads,
                        self.self_attn.in_proj_weight,
                        self.self_attn.in_proj_bias,
                        self.self_attn.out_proj.weight,
                        self.self_attn.out_proj.bias,
                        self.activation_relu_or_gelu == 2,
                        self.norm_first,
                        self.norm1.eps,
                        self.norm1.weight,
                        self.norm1.bias,
                        self.norm2.weight,
                        self.norm2.bias,
                        self.linear1.weight,
                        self.linear1.bias,
                        self.linear2.weight,
                        self.linear2.bias,
                        src_mask if src_mask is not None else src_key_padding_mask,
                        1 if src_key_padding_mask is not None else 0 if src_mask is not None else None,
                    )

            x = src
            if self.norm_first:
                x = x + self._sa_block(self.norm1(x), src_mask, src_key_padding_mask)
                x = x + self._ff_block(self.norm2(x))
            else:
                x = self.norm1(x + self._sa_block(x, src_mask, src_key_padding_mask))
                x = self.norm2(x + self._ff_block(x))

            return x

        def _sa_block(
            self, x: Tensor, attn_mask: Optional[Tensor], key_padding_mask: Optional[Tensor]
        ) -> Tensor:
            x = self.self_attn(
                x, x, x, attn_mask=attn_mask, key_padding_mask=key_padding_mask, need_weights=False
            )[0]
            return self.dropout1(x)

    def _ff_block(self, x: Tensor) -> Tensor:
        x = self.linear2(self.dropout(self.activation(self.linear1(x))))
        return self.dropout2(x)


class TransformerDecoderLayer(Module):
    __constants__ = ["norm_first"] if _at.v2_6 else ["batch_first", "norm_first"]

    def __init__(
        self,
        d_model: int,
        nhead: int,
        dim_feedforward: int = 2048,
        dropout: float = 0.1,
        activation: Union[str, Callable[[Tensor], Tensor]] = F.relu,
        layer_norm_eps: float = 1e-5,
        batch_first: bool = False,
        norm_first: bool = False,
        bias: bool = True,
        device=None,
        dtype=None,
    ) -> None:
        rest = {"bias": bias, "device": device, "dtype": dtype}
        super().__init__()
        self.self_attn = MultiheadAttention(d_model, nhead, dropout=dropout, batch_first=batch_first, **rest)
        self.multihead_attn = MultiheadAttention(d_model, nhead, dropout=dropout, batch_first=batch_first, **rest)
        self.linear1 = Linear(d_model, dim_feedforward, **rest)
        self.dropout = Dropout(dropout)
        self.linear2 = Linear(dim_feedforward, d_model, **rest)
        self.norm_first = norm_first
        self.norm1 = _norm(d_model, layer_norm_eps, **rest)
        self.norm2 = _norm(d_model, layer_norm_eps, **rest)
        self.norm3 = _norm(d_model, layer_norm_eps, **rest)
        self.dropout1 = Dropout(dropout)
        self.dropout2 = Dropout(dropout)
        self.dropout3 = Dropout(dropout)
        self.activation = _get_activation_fn(activation) if isinstance(activation, str) else activation

    def __setstate__(self, state):
        state.setdefault("activation", F.relu)
        super().__setstate__(state)

    if _at.v2_6:

        def forward(
            self,
            tgt: Tensor,
            memory: Tensor,
            tgt_mask: Optional[Tensor] = None,
            memory_mask: Optional[Tensor] = None,
            tgt_key_padding_mask: Optional[Tensor] = None,
            memory_key_padding_mask: Optional[Tensor] = None,
            tgt_is_causal: bool = False,
            memory_is_causal: bool = False,
        ) -> Tensor:
            x = tgt
            if self.norm_first:
                x = x + self._sa_block(self.norm1(x), tgt_mask, tgt_key_padding_mask, tgt_is_causal)
                x = x + self._mha_block(
                    self.norm2(x), memory, memory_mask, memory_key_padding_mask, memory_is_causal
                )
                x = x + self._ff_block(self.norm3(x))
            else:
                x = self.norm1(x + self._sa_block(x, tgt_mask, tgt_key_padding_mask, tgt_is_causal))
                x = self.norm2(
                    x + self._mha_block(x, memory, memory_mask, memory_key_padding_mask, memory_is_causal)
                )
                x = self.norm3(x + self._ff_block(x))

            return x

        def _sa_block(
            self,
            x: Tensor,
            attn_mask: Optional[Tensor],
            key_padding_mask: Optional[Tensor],
            is_causal: bool = False,
        ) -> Tensor:
            x = self.self_attn(
                x,
                x,
                x,
                attn_mask=attn_mask,
                key_padding_mask=key_padding_mask,
                is_causal=is_causal,
                need_weights=False,
            )[0]
            return self.dropout1(x)

        def _mha_block(
            self,
            x: Tensor,
            mem: Tensor,
            attn_mask: Optional[Tensor],
            key_padding_mask: Optional[Tensor],
            is_causal: bool = False,
        ) -> Tensor:
            x = self.multihead_attn(
                x,
                mem,
                mem,
                attn_mask=attn_mask,
                key_padding_mask=key_padding_mask,
                is_causal=is_causal,
                need_weights=False,
            )[0]
            return self.dropout2(x)

    else:

        def forward(
            self,
            tgt: Tensor,
            memory: Tensor,
            tgt_mask: Optional[Tensor] = None,
            memory_mask: Optional[Tensor] = None,
            tgt_key_padding_mask: Optional[Tensor] = None,
            memory_key_padding_mask: Optional[Tensor] = None,
        ) -> Tensor:
            x = tgt
            if self.norm_first:
                x = x + self._sa_block(self.norm1(x), tgt_mask, tgt_key_padding_mask)
                x = x + self._mha_block(self.norm2(x), memory, memory_mask, memory_key_padding_mask)
                x = x + self._ff_block(self.norm3(x))
            else:
                x = self.norm1(x + self._sa_block(x, tgt_mask, tgt_key_padding_mask))
                x = self.norm2(x + self._mha_block(x, memory, memory_mask, memory_key_padding_mask))
                x = self.norm3(x + self._ff_block(x))

            return x

        def _sa_block(
            self, x: Tensor, attn_mask: Optional[Tensor], key_padding_mask: Optional[Tensor]
        ) -> Tensor:
            x = self.self_attn(
                x, x, x, attn_mask=attn_mask, key_padding_mask=key_padding_mask, need_weights=False
            )[0]
            return self.dropout1(x)

        def _mha_block(
            self, x: Tensor, mem: Tensor, attn_mask: Optional[Tensor], key_padding_mask: Optional[Tensor]
        ) -> Tensor:
            x = self.multihead_attn(
                x, mem, mem, attn_mask=attn_mask, key_padding_mask=key_padding_mask, need_weights=False
            )[0]
            return self.dropout2(x)

    def _ff_block(self, x: Tensor) -> Tensor:
        x = self.linear2(self.dropout(self.activation(self.linear1(x))))
        return self.dropout3(x)
