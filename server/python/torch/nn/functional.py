"""The stateless layers; answers to torch/nn/functional.py.

The script compiler compiles these bodies, so the operators, branches and calls
stand in torch's order; names of locals, wording and everything that leaves no
trace in a graph are our own. Two things are left out because they leave none:
the `__torch_function__` guards, and branches for deterministic CUDA kernels.
`_at` selects a release where releases differ.
"""

import math
import warnings
from typing import Callable, List, Optional, Tuple, Union

import torch
from torch import _VF, Tensor
from torch._jit_internal import (
    BroadcastingList1,
    BroadcastingList2,
    BroadcastingList3,
    _overload,
    boolean_dispatch,
    unused as _jit_unused,
)

from . import _reduction as _Reduction
from . import _target as _at
from . import grad  # part of the module's public names
from .modules import utils
from .modules.utils import _list_with_default, _pair, _single, _triple

DType = int  # a dtype is an int to the script compiler

# --- operators under another name -------------------------------------------

_nn = torch._C._nn

conv1d = torch.conv1d
conv2d = torch.conv2d
conv3d = torch.conv3d
conv_transpose1d = torch.conv_transpose1d
conv_transpose2d = torch.conv_transpose2d
conv_transpose3d = torch.conv_transpose3d
conv_tbc = torch.conv_tbc
avg_pool1d = torch.avg_pool1d
avg_pool2d = _nn.avg_pool2d
avg_pool3d = _nn.avg_pool3d
adaptive_avg_pool1d = torch.adaptive_avg_pool1d
threshold_ = _VF.threshold_
relu_ = torch.relu_
hardtanh_ = _nn.hardtanh_
elu_ = _nn.elu_
selu_ = torch.selu_
celu_ = torch.celu_
leaky_relu_ = _nn.leaky_relu_
prelu = torch.prelu
rrelu_ = torch.rrelu_
logsigmoid = _nn.log_sigmoid
gelu = _nn.gelu
hardshrink = torch.hardshrink
softplus = _nn.softplus
softshrink = _nn.softshrink
linear = _nn.linear
bilinear = torch.bilinear
pixel_shuffle = torch.pixel_shuffle
pixel_unshuffle = torch.pixel_unshuffle
channel_shuffle = torch.channel_shuffle
native_channel_shuffle = torch.native_channel_shuffle
pairwise_distance = torch.pairwise_distance
pdist = torch.pdist
cosine_similarity = torch.cosine_similarity
one_hot = _nn.one_hot
if _at.v2_6:
    scaled_dot_product_attention = _nn.scaled_dot_product_attention
else:
    _scaled_dot_product_attention = _nn._scaled_dot_product_attention


# --- pooling ------------------------------------------------------------------


def fractional_max_pool2d_with_indices(
    input: Tensor,
    kernel_size: BroadcastingList2[int],
    output_size: Optional[BroadcastingList2[int]] = None,
    output_ratio: Optional[BroadcastingList2[float]] = None,
    return_indices: bool = False,
    _random_samples: Optional[Tensor] = None,
) -> Tuple[Tensor, Tensor]:
    if output_size is None and output_ratio is None:
        raise ValueError("fractional_max_pool2d needs output_size or output_ratio")
    if output_size is None:
        if _at.v2_14:
            if output_ratio is None:
                raise AssertionError("output_ratio is None")
            if len(output_ratio) > 2:
                raise ValueError("fractional_max_pool2d takes one or two output ratios")
        else:
            assert output_ratio is not None
            if _at.v2_6:
                if len(output_ratio) > 2:
                    raise ValueError("fractional_max_pool2d takes one or two output ratios")
        ratio = _pair(output_ratio)
        output_size = [
            int(input.size(-2) * ratio[0]),
            int(input.size(-1) * ratio[1]),
        ]

    if _random_samples is None:
        batch = 1 if input.dim() == 3 else input.size(0)
        _random_samples = torch.rand(batch, input.size(-3), 2, dtype=input.dtype, device=input.device)
    return torch._C._nn.fractional_max_pool2d(input, kernel_size, output_size, _random_samples)


def _fractional_max_pool2d(
    input: Tensor,
    kernel_size: BroadcastingList2[int],
    output_size: Optional[BroadcastingList2[int]] = None,
    output_ratio: Optional[BroadcastingList2[float]] = None,
    return_indices: bool = False,
    _random_samples: Optional[Tensor] = None,
) -> Tensor:
    return fractional_max_pool2d_with_indices(
        input, kernel_size, output_size, output_ratio, return_indices, _random_samples
    )[0]


fractional_max_pool2d = boolean_dispatch(
    arg_name="return_indices",
    arg_index=4,
    default=False,
    if_true=fractional_max_pool2d_with_indices,
    if_false=_fractional_max_pool2d,
    module_name=__name__,
    func_name="fractional_max_pool2d",
)


def fractional_max_pool3d_with_indices(
    input: Tensor,
    kernel_size: BroadcastingList3[int],
    output_size: Optional[BroadcastingList3[int]] = None,
    output_ratio: Optional[BroadcastingList3[float]] = None,
    return_indices: bool = False,
    _random_samples: Optional[Tensor] = None,
) -> Tuple[Tensor, Tensor]:
    if output_size is None and output_ratio is None:
        raise ValueError("fractional_max_pool3d needs output_size or output_ratio")
    if output_size is None:
        if _at.v2_14:
            if output_ratio is None:
                raise AssertionError("output_ratio is None")
        else:
            assert output_ratio is not None
        ratio = _triple(output_ratio)
        output_size = [
            int(input.size(-3) * ratio[0]),
            int(input.size(-2) * ratio[1]),
            int(input.size(-1) * ratio[2]),
        ]

    if _random_samples is None:
        batch = 1 if input.dim() == 4 else input.size(0)
        _random_samples = torch.rand(batch, input.size(-4), 3, dtype=input.dtype, device=input.device)
    return torch._C._nn.fractional_max_pool3d(input, kernel_size, output_size, _random_samples)


def _fractional_max_pool3d(
    input: Tensor,
    kernel_size: BroadcastingList3[int],
    output_size: Optional[BroadcastingList3[int]] = None,
    output_ratio: Optional[BroadcastingList3[float]] = None,
    return_indices: bool = False,
    _random_samples: Optional[Tensor] = None,
) -> Tensor:
    return fractional_max_pool3d_with_indices(
        input, kernel_size, output_size, output_ratio, return_indices, _random_samples
    )[0]


fractional_max_pool3d = boolean_dispatch(
    arg_name="return_indices",
    arg_index=4,
    default=False,
    if_true=fractional_max_pool3d_with_indices,
    if_false=_fractional_max_pool3d,
    module_name=__name__,
    func_name="fractional_max_pool3d",
)


def max_pool1d_with_indices(
    input: Tensor,
    kernel_size: BroadcastingList1[int],
    stride: Optional[BroadcastingList1[int]] = None,
    padding: BroadcastingList1[int] = 0,
    dilation: BroadcastingList1[int] = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tuple[Tensor, Tensor]:
    if stride is None:
        stride = torch.jit.annotate(List[int], [])
    return torch.max_pool1d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode)


def _max_pool1d(
    input: Tensor,
    kernel_size: BroadcastingList1[int],
    stride: Optional[BroadcastingList1[int]] = None,
    padding: BroadcastingList1[int] = 0,
    dilation: BroadcastingList1[int] = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor:
    if stride is None:
        stride = torch.jit.annotate(List[int], [])
    return torch.max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode)


max_pool1d = boolean_dispatch(
    arg_name="return_indices",
    arg_index=6,
    default=False,
    if_true=max_pool1d_with_indices,
    if_false=_max_pool1d,
    module_name=__name__,
    func_name="max_pool1d",
)


def max_pool2d_with_indices(
    input: Tensor,
    kernel_size: BroadcastingList2[int],
    stride: Optional[BroadcastingList2[int]] = None,
    padding: BroadcastingList2[int] = 0,
    dilation: BroadcastingList2[int] = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tuple[Tensor, Tensor]:
    if stride is None:
        stride = torch.jit.annotate(List[int], [])
    return torch._C._nn.max_pool2d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode)


def _max_pool2d(
    input: Tensor,
    kernel_size: BroadcastingList2[int],
    stride: Optional[BroadcastingList2[int]] = None,
    padding: BroadcastingList2[int] = 0,
    dilation: BroadcastingList2[int] = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor:
    if stride is None:
        stride = torch.jit.annotate(List[int], [])
    return torch.max_pool2d(input, kernel_size, stride, padding, dilation, ceil_mode)


max_pool2d = boolean_dispatch(
    arg_name="return_indices",
    arg_index=6,
    default=False,
    if_true=max_pool2d_with_indices,
    if_false=_max_pool2d,
    module_name=__name__,
    func_name="max_pool2d",
)


def max_pool3d_with_indices(
    input: Tensor,
    kernel_size: BroadcastingList3[int],
    stride: Optional[BroadcastingList3[int]] = None,
    padding: BroadcastingList3[int] = 0,
    dilation: BroadcastingList3[int] = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tuple[Tensor, Tensor]:
    if stride is None:
        stride = torch.jit.annotate(List[int], [])
    return torch._C._nn.max_pool3d_with_indices(input, kernel_size, stride, padding, dilation, ceil_mode)


def _max_pool3d(
    input: Tensor,
    kernel_size: BroadcastingList3[int],
    stride: Optional[BroadcastingList3[int]] = None,
    padding: BroadcastingList3[int] = 0,
    dilation: BroadcastingList3[int] = 1,
    ceil_mode: bool = False,
    return_indices: bool = False,
) -> Tensor:
    if stride is None:
        stride = torch.jit.annotate(List[int], [])
    return torch.max_pool3d(input, kernel_size, stride, padding, dilation, ceil_mode)


max_pool3d = boolean_dispatch(
    arg_name="return_indices",
    arg_index=6,
    default=False,
    if_true=max_pool3d_with_indices,
    if_false=_max_pool3d,
    module_name=__name__,
    func_name="max_pool3d",
)


def _unpool_output_size(
    input: Tensor,
    kernel_size: List[int],
    stride: List[int],
    padding: List[int],
    output_size: Optional[List[int]],
) -> List[int]:
    shape = input.size()
    natural = torch.jit.annotate(List[int], [])
    for d in range(len(kernel_size)):
        natural.append((shape[-len(kernel_size) + d] - 1) * stride[d] + kernel_size[d] - 2 * padding[d])
    if output_size is None:
        chosen = natural
    else:
        if len(output_size) == (len(kernel_size) + 2):
            output_size = output_size[2:]
        if len(output_size) != len(kernel_size):
            raise ValueError(
                f"output_size has {len(kernel_size)} or {len(kernel_size) + 2} numbers, not {len(output_size)}"
            )
        for d in range(len(kernel_size)):
            least = natural[d] - stride[d]
            most = natural[d] + stride[d]
            if not (least < output_size[d] < most):
                raise ValueError(f"output_size {output_size}: entry {d} must lie between {least} and {most}")

        chosen = output_size
    if _at.v2_14:
        if torch.jit.is_scripting():
            for d in range(len(kernel_size)):
                if chosen[d] < 0:
                    raise ValueError(f"unpooling to a negative size: output_size[{d}] is {chosen[d]}")
        else:
            for d in range(len(kernel_size)):
                _check_unpool_output_size(chosen, d)
    return chosen


@_jit_unused
def _check_unpool_output_size(output_size: List[int], dim: int) -> None:
    if output_size[dim] < 0:
        raise ValueError(f"unpooling to a negative size: output_size[{dim}] is {output_size[dim]}")


def max_unpool1d(
    input: Tensor,
    indices: Tensor,
    kernel_size: BroadcastingList1[int],
    stride: Optional[BroadcastingList1[int]] = None,
    padding: BroadcastingList1[int] = 0,
    output_size: Optional[BroadcastingList1[int]] = None,
) -> Tensor:
    kernel_size = _single(kernel_size)
    if stride is not None:
        step = _single(stride)
    else:
        step = kernel_size
    padding = _single(padding)
    output_size = _unpool_output_size(input, kernel_size, step, padding, output_size)
    if isinstance(output_size, list):
        output_size = output_size + [1]
    else:
        output_size = output_size + (1,)
    return torch._C._nn.max_unpool2d(input.unsqueeze(-1), indices.unsqueeze(-1), output_size).squeeze(-1)


def max_unpool2d(
    input: Tensor,
    indices: Tensor,
    kernel_size: BroadcastingList2[int],
    stride: Optional[BroadcastingList2[int]] = None,
    padding: BroadcastingList2[int] = 0,
    output_size: Optional[BroadcastingList2[int]] = None,
) -> Tensor:
    kernel_size = _pair(kernel_size)
    if stride is not None:
        step = _pair(stride)
    else:
        step = kernel_size
    padding = _pair(padding)
    output_size = _unpool_output_size(input, kernel_size, step, padding, output_size)
    return torch._C._nn.max_unpool2d(input, indices, output_size)


def max_unpool3d(
    input: Tensor,
    indices: Tensor,
    kernel_size: BroadcastingList3[int],
    stride: Optional[BroadcastingList3[int]] = None,
    padding: BroadcastingList3[int] = 0,
    output_size: Optional[BroadcastingList3[int]] = None,
) -> Tensor:
    kernel_size = _triple(kernel_size)
    if stride is not None:
        step = _triple(stride)
    else:
        step = kernel_size
    padding = _triple(padding)
    output_size = _unpool_output_size(input, kernel_size, step, padding, output_size)
    return torch._C._nn.max_unpool3d(input, indices, output_size, step, padding)


if _at.v2_6:

    def lp_pool3d(
        input: Tensor,
        norm_type: Union[int, float],
        kernel_size: BroadcastingList3[int],
        stride: Optional[BroadcastingList3[int]] = None,
        ceil_mode: bool = False,
    ) -> Tensor:
        kd, kw, kh = _triple(kernel_size)
        if _at.v2_14:
            if isinstance(norm_type, (int, float)):
                if norm_type == 0:
                    raise ValueError(f"norm_type {norm_type} is zero")
                if norm_type == float("inf"):
                    return max_pool3d(input.abs(), kernel_size, stride, 0, 1, ceil_mode)
                if norm_type == -float("inf"):
                    return -max_pool3d(-input.abs(), kernel_size, stride, 0, 1, ceil_mode)
        if stride is not None:
            mean = avg_pool3d(input.pow(norm_type), kernel_size, stride, 0, ceil_mode)
        else:
            mean = avg_pool3d(input.pow(norm_type), kernel_size, padding=0, ceil_mode=ceil_mode)
        return (torch.sign(mean) * relu(torch.abs(mean))).mul(kd * kw * kh).pow(1.0 / norm_type)


def lp_pool2d(
    input: Tensor,
    norm_type: Union[int, float],
    kernel_size: BroadcastingList2[int],
    stride: Optional[BroadcastingList2[int]] = None,
    ceil_mode: bool = False,
) -> Tensor:
    kw, kh = utils._pair(kernel_size)
    if _at.v2_14:
        if isinstance(norm_type, (int, float)):
            if norm_type == 0:
                raise ValueError(f"norm_type {norm_type} is zero")
            if norm_type == float("inf"):
                return max_pool2d(input.abs(), kernel_size, stride, 0, 1, ceil_mode)
            if norm_type == -float("inf"):
                return -max_pool2d(-input.abs(), kernel_size, stride, 0, 1, ceil_mode)
    if stride is not None:
        mean = avg_pool2d(input.pow(norm_type), kernel_size, stride, 0, ceil_mode)
    else:
        mean = avg_pool2d(input.pow(norm_type), kernel_size, padding=0, ceil_mode=ceil_mode)
    return (torch.sign(mean) * relu(torch.abs(mean))).mul(kw * kh).pow(1.0 / norm_type)


def lp_pool1d(
    input: Tensor,
    norm_type: Union[int, float],
    kernel_size: int,
    stride: Optional[BroadcastingList1[int]] = None,
    ceil_mode: bool = False,
) -> Tensor:
    if _at.v2_14:
        if isinstance(norm_type, (int, float)):
            if norm_type == 0:
                raise ValueError(f"norm_type {norm_type} is zero")
            if norm_type == float("inf"):
                return max_pool1d(input.abs(), kernel_size, stride, 0, 1, ceil_mode)
            if norm_type == -float("inf"):
                return -max_pool1d(-input.abs(), kernel_size, stride, 0, 1, ceil_mode)
    if stride is not None:
        mean = avg_pool1d(input.pow(norm_type), kernel_size, stride, 0, ceil_mode)
    else:
        mean = avg_pool1d(input.pow(norm_type), kernel_size, padding=0, ceil_mode=ceil_mode)
    return (torch.sign(mean) * relu(torch.abs(mean))).mul(kernel_size).pow(1.0 / norm_type)


def adaptive_max_pool1d_with_indices(
    input: Tensor, output_size: BroadcastingList1[int], return_indices: bool = False
) -> Tuple[Tensor, Tensor]:
    return torch.adaptive_max_pool1d(input, output_size)


def _adaptive_max_pool1d(
    input: Tensor, output_size: BroadcastingList1[int], return_indices: bool = False
) -> Tensor:
    return adaptive_max_pool1d_with_indices(input, output_size)[0]


adaptive_max_pool1d = boolean_dispatch(
    arg_name="return_indices",
    arg_index=2,
    default=False,
    if_true=adaptive_max_pool1d_with_indices,
    if_false=_adaptive_max_pool1d,
    module_name=__name__,
    func_name="adaptive_max_pool1d",
)


def adaptive_max_pool2d_with_indices(
    input: Tensor, output_size: BroadcastingList2[int], return_indices: bool = False
) -> Tuple[Tensor, Tensor]:
    output_size = _list_with_default(output_size, input.size())
    return torch._C._nn.adaptive_max_pool2d(input, output_size)


def _adaptive_max_pool2d(
    input: Tensor, output_size: BroadcastingList2[int], return_indices: bool = False
) -> Tensor:
    return adaptive_max_pool2d_with_indices(input, output_size)[0]


adaptive_max_pool2d = boolean_dispatch(
    arg_name="return_indices",
    arg_index=2,
    default=False,
    if_true=adaptive_max_pool2d_with_indices,
    if_false=_adaptive_max_pool2d,
    module_name=__name__,
    func_name="adaptive_max_pool2d",
)


def adaptive_max_pool3d_with_indices(
    input: Tensor, output_size: BroadcastingList3[int], return_indices: bool = False
) -> Tuple[Tensor, Tensor]:
    output_size = _list_with_default(output_size, input.size())
    return torch._C._nn.adaptive_max_pool3d(input, output_size)


def _adaptive_max_pool3d(
    input: Tensor, output_size: BroadcastingList3[int], return_indices: bool = False
) -> Tensor:
    return adaptive_max_pool3d_with_indices(input, output_size)[0]


adaptive_max_pool3d = boolean_dispatch(
    arg_name="return_indices",
    arg_index=2,
    default=False,
    if_true=adaptive_max_pool3d_with_indices,
    if_false=_adaptive_max_pool3d,
    module_name=__name__,
    func_name="adaptive_max_pool3d",
)


def adaptive_avg_pool2d(input: Tensor, output_size: BroadcastingList2[int]) -> Tensor:
    size = _list_with_default(output_size, input.size())
    return torch._C._nn.adaptive_avg_pool2d(input, size)


def adaptive_avg_pool3d(input: Tensor, output_size: BroadcastingList3[int]) -> Tensor:
    size = _list_with_default(output_size, input.size())
    return torch._C._nn.adaptive_avg_pool3d(input, size)


# --- dropout ------------------------------------------------------------------


def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"a dropout probability lies in [0, 1], {p} does not")
    return _VF.dropout_(input, p, training) if inplace else _VF.dropout(input, p, training)


def alpha_dropout(input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False) -> Tensor:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"a dropout probability lies in [0, 1], {p} does not")
    return _VF.alpha_dropout_(input, p, training) if inplace else _VF.alpha_dropout(input, p, training)


def dropout1d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"a dropout probability lies in [0, 1], {p} does not")
    rank = input.dim()
    if rank not in (2, 3):
        raise RuntimeError(f"dropout1d takes 2 or 3 dimensions, this input has {rank}; a batch has shape (N, C, L)")

    batched = rank == 3
    if not batched:
        input = input.unsqueeze_(0) if inplace else input.unsqueeze(0)
    result = _VF.feature_dropout_(input, p, training) if inplace else _VF.feature_dropout(input, p, training)
    if not batched:
        result = result.squeeze_(0) if inplace else result.squeeze(0)
    return result


def dropout2d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"a dropout probability lies in [0, 1], {p} does not")
    rank = input.dim()
    if rank not in (3, 4):
        text = f"dropout2d is meant for 3 or 4 dimensions, this input has {rank}; use dropout for other shapes"
        if _at.v2_14:
            warnings.warn(text, stacklevel=2)
        else:
            warnings.warn(text)
    if rank == 3:
        if _at.v2_14:
            warnings.warn("dropout2d reads a 3-D input as (N, C, L) and drops whole channels", stacklevel=2)
        else:
            warnings.warn("dropout2d reads a 3-D input as (N, C, L) and drops whole channels")
    result = _VF.feature_dropout_(input, p, training) if inplace else _VF.feature_dropout(input, p, training)
    return result


def dropout3d(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"a dropout probability lies in [0, 1], {p} does not")
    rank = input.dim()
    if rank not in (4, 5):
        text = f"dropout3d is meant for 4 or 5 dimensions, this input has {rank}; use dropout for other shapes"
        if _at.v2_14:
            warnings.warn(text, stacklevel=2)
        else:
            warnings.warn(text)

    batched = rank == 5
    if not batched:
        input = input.unsqueeze_(0) if inplace else input.unsqueeze(0)
    result = _VF.feature_dropout_(input, p, training) if inplace else _VF.feature_dropout(input, p, training)
    if not batched:
        result = result.squeeze_(0) if inplace else result.squeeze(0)
    return result


def feature_alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"a dropout probability lies in [0, 1], {p} does not")
    return (
        _VF.feature_alpha_dropout_(input, p, training)
        if inplace
        else _VF.feature_alpha_dropout(input, p, training)
    )


# --- activations --------------------------------------------------------------


def _threshold(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Tensor:
    if inplace:
        result = _VF.threshold_(input, threshold, value)
    else:
        result = _VF.threshold(input, threshold, value)
    return result


threshold = _threshold


def relu(input: Tensor, inplace: bool = False) -> Tensor:
    if inplace:
        result = torch.relu_(input)
    else:
        result = torch.relu(input)
    return result


def glu(input: Tensor, dim: int = -1) -> Tensor:
    if input.dim() == 0:
        raise RuntimeError("glu halves a dimension, a scalar has none")
    return torch._C._nn.glu(input, dim)


def hardtanh(input: Tensor, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False) -> Tensor:
    if _at.v2_6:
        if min_val > max_val:
            raise ValueError("hardtanh: min_val is above max_val")
    if inplace:
        result = torch._C._nn.hardtanh_(input, min_val, max_val)
    else:
        result = torch._C._nn.hardtanh(input, min_val, max_val)
    return result


def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    if inplace:
        result = torch._C._nn.relu6_(input)
    else:
        result = torch._C._nn.relu6(input)
    return result


def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    if inplace:
        result = torch._C._nn.elu_(input, alpha)
    else:
        result = torch._C._nn.elu(input, alpha)
    return result


def selu(input: Tensor, inplace: bool = False) -> Tensor:
    if inplace:
        result = torch.selu_(input)
    else:
        result = torch.selu(input)
    return result


def celu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    if inplace:
        result = torch.celu_(input, alpha)
    else:
        result = torch.celu(input, alpha)
    return result


def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    if inplace:
        result = torch._C._nn.leaky_relu_(input, negative_slope)
    else:
        result = torch._C._nn.leaky_relu(input, negative_slope)
    return result


def rrelu(
    input: Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
) -> Tensor:
    if inplace:
        result = torch.rrelu_(input, lower, upper, training)
    else:
        result = torch.rrelu(input, lower, upper, training)
    return result


def tanhshrink(input):
    return input - input.tanh()


def softsign(input):
    return input / (input.abs() + 1)


def _get_softmax_dim(name: str, ndim: int, stacklevel: int) -> int:
    warnings.warn(f"{name} without a dim guesses one from the number of dimensions: pass dim=", stacklevel=stacklevel)
    if ndim == 0 or ndim == 1 or ndim == 3:
        guess = 0
    else:
        guess = 1
    return guess


def softmin(
    input: Tensor, dim: Optional[int] = None, _stacklevel: int = 3, dtype: Optional[DType] = None
) -> Tensor:
    if dim is None:
        dim = _get_softmax_dim("softmin", input.dim(), _stacklevel)
    if dtype is None:
        result = (-input).softmax(dim)
    else:
        result = (-input).softmax(dim, dtype=dtype)
    return result


def softmax(
    input: Tensor, dim: Optional[int] = None, _stacklevel: int = 3, dtype: Optional[DType] = None
) -> Tensor:
    if dim is None:
        dim = _get_softmax_dim("softmax", input.dim(), _stacklevel)
    if dtype is None:
        result = input.softmax(dim)
    else:
        result = input.softmax(dim, dtype=dtype)
    return result


def gumbel_softmax(
    logits: Tensor, tau: float = 1, hard: bool = False, eps: float = 1e-10, dim: int = -1
) -> Tensor:
    if eps != 1e-10:
        if _at.v2_14:
            warnings.warn("gumbel_softmax ignores eps", stacklevel=2)
        else:
            warnings.warn("gumbel_softmax ignores eps")

    noise = -torch.empty_like(logits, memory_format=torch.legacy_contiguous_format).exponential_().log()
    noise = (logits + noise) / tau
    soft = noise.softmax(dim)

    if hard:
        # the value of a one-hot vector with the gradient of the soft one
        best = soft.max(dim, keepdim=True)[1]
        one = torch.zeros_like(logits, memory_format=torch.legacy_contiguous_format).scatter_(dim, best, 1.0)
        result = one - soft.detach() + soft
    else:
        result = soft
    return result


def log_softmax(
    input: Tensor, dim: Optional[int] = None, _stacklevel: int = 3, dtype: Optional[DType] = None
) -> Tensor:
    if dim is None:
        dim = _get_softmax_dim("log_softmax", input.dim(), _stacklevel)
    if dtype is None:
        result = input.log_softmax(dim)
    else:
        result = input.log_softmax(dim, dtype=dtype)
    return result


def tanh(input):
    if not _at.v2_6:
        warnings.warn("nn.functional.tanh is deprecated: use torch.tanh")
    return input.tanh()


def sigmoid(input):
    if not _at.v2_6:
        warnings.warn("nn.functional.sigmoid is deprecated: use torch.sigmoid")
    return input.sigmoid()


def hardsigmoid(input: Tensor, inplace: bool = False) -> Tensor:
    if inplace:
        return torch._C._nn.hardsigmoid_(input)
    return torch._C._nn.hardsigmoid(input)


def silu(input: Tensor, inplace: bool = False) -> Tensor:
    if inplace:
        return torch._C._nn.silu_(input)
    return torch._C._nn.silu(input)


def mish(input: Tensor, inplace: bool = False) -> Tensor:
    if inplace:
        return torch._C._nn.mish_(input)
    return torch._C._nn.mish(input)


def hardswish(input: Tensor, inplace: bool = False) -> Tensor:
    if inplace:
        return torch._C._nn.hardswish_(input)
    return torch._C._nn.hardswish(input)


# --- embedding ----------------------------------------------------------------


def _no_grad_embedding_renorm_(
    weight: Tensor, input: Tensor, max_norm: float, norm_type: float
) -> Tuple[Tensor, Tensor]:
    torch.embedding_renorm_(weight.detach(), input, max_norm, norm_type)


_no_grad_embedding_renorm_.__torch_names__ = ("torch.nn.functional._no_grad_embedding_renorm_",)


def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: Optional[int] = None,
    max_norm: Optional[float] = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    if padding_idx is not None:
        if padding_idx > 0:
            if _at.v2_14:
                if padding_idx >= weight.size(0):
                    raise AssertionError("padding_idx names no embedding")
            else:
                assert padding_idx < weight.size(0), "padding_idx names no embedding"
        elif padding_idx < 0:
            if _at.v2_14:
                if padding_idx < -weight.size(0):
                    raise AssertionError("padding_idx names no embedding")
            else:
                assert padding_idx >= -weight.size(0), "padding_idx names no embedding"
            padding_idx = weight.size(0) + padding_idx
    else:
        padding_idx = -1
    if max_norm is not None:
        input = input.contiguous()
        _no_grad_embedding_renorm_(weight, input, max_norm, norm_type)
    return torch.embedding(weight, input, padding_idx, scale_grad_by_freq, sparse)


def embedding_bag(
    input: Tensor,
    weight: Tensor,
    offsets: Optional[Tensor] = None,
    max_norm: Optional[float] = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: Optional[Tensor] = None,
    include_last_offset: bool = False,
    padding_idx: Optional[int] = None,
) -> Tensor:
    if weight.dtype == torch.long and input.is_floating_point():
        if _at.v2_14:
            warnings.warn("embedding_bag takes the indices first and the weight second", stacklevel=2)
        else:
            warnings.warn("embedding_bag takes the indices first and the weight second")
        weight, input = input, weight

    if per_sample_weights is not None and input.size() != per_sample_weights.size():
        raise ValueError(
            f"per_sample_weights has shape {per_sample_weights.shape}, the input {input.shape}: they must agree"
        )

    if _at.v2_6:
        if not weight.dim() == 2:
            raise ValueError(f"an embedding weight has 2 dimensions, this one {weight.dim()}")

    if _at.v2_6 and not torch.jit.is_scripting() and input.dim() == 2 and input.is_nested:
        raise NotImplementedError("the stand-in has no nested tensors")
    elif input.dim() == 2:
        if offsets is not None:
            kind = "<unknown>"
            if not torch.jit.is_scripting():
                kind = str(type(offsets))
            raise ValueError(f"a 2-D input is a batch of bags already: offsets must be None, not {kind}")
        offsets = torch.arange(0, input.numel(), input.size(1), dtype=input.dtype, device=input.device)

        if _at.v2_14:
            include_last_offset = False
        input = input.reshape(-1)
        if per_sample_weights is not None:
            per_sample_weights = per_sample_weights.reshape(-1)
    elif input.dim() == 1:
        if offsets is None:
            raise ValueError("a 1-D input needs offsets")
        if offsets.dim() != 1:
            raise ValueError("offsets must have one dimension")
    else:
        raise ValueError(f"embedding_bag takes 1 or 2 dimensions, this input has {input.dim()}")
    if mode == "sum":
        kind_of_bag = 0
    elif mode == "mean":
        kind_of_bag = 1
    elif mode == "max":
        kind_of_bag = 2

        if scale_grad_by_freq:
            raise ValueError("mode='max' cannot scale gradients by frequency")

        if sparse:
            raise ValueError("mode='max' has no sparse weights")

    else:
        raise ValueError("mode is 'sum', 'mean' or 'max'")

    if max_norm is not None:
        _no_grad_embedding_renorm_(weight, input, max_norm, norm_type)

    if per_sample_weights is not None and mode != "sum":
        raise NotImplementedError(f"per_sample_weights goes with mode='sum' only, not with {mode}")

    bags, _, _, _ = torch.embedding_bag(
        weight,
        input,
        offsets,
        scale_grad_by_freq,
        kind_of_bag,
        sparse,
        per_sample_weights,
        include_last_offset,
        padding_idx,
    )
    return bags


# --- normalisation ------------------------------------------------------------


def _verify_batch_size(size: List[int]) -> None:
    values = size[0]
    for i in range(len(size) - 2):
        values *= size[i + 2]
    if values == 1:
        raise ValueError(f"training needs more than one value per channel, the input has size {size}")


def batch_norm(
    input: Tensor,
    running_mean: Optional[Tensor],
    running_var: Optional[Tensor],
    weight: Optional[Tensor] = None,
    bias: Optional[Tensor] = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    if training:
        _verify_batch_size(input.size())
    if _at.v2_14:
        if training and eps <= 0.0:
            raise ValueError(f"in training eps must be positive, not {eps}")
        elif eps < 0.0:
            raise ValueError(f"eps must not be negative, it is {eps}")

    return torch.batch_norm(
        input, weight, bias, running_mean, running_var, training, momentum, eps, torch.backends.cudnn.enabled
    )


def _verify_spatial_size(size: List[int]) -> None:
    values = 1
    for i in range(2, len(size)):
        values *= size[i]
    if values == 1:
        raise ValueError(f"instance norm needs more than one value per channel, the input has size {size}")


def instance_norm(
    input: Tensor,
    running_mean: Optional[Tensor] = None,
    running_var: Optional[Tensor] = None,
    weight: Optional[Tensor] = None,
    bias: Optional[Tensor] = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-5,
) -> Tensor:
    if use_input_stats:
        _verify_spatial_size(input.size())
    return torch.instance_norm(
        input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, torch.backends.cudnn.enabled
    )


def layer_norm(
    input: Tensor,
    normalized_shape: List[int],
    weight: Optional[Tensor] = None,
    bias: Optional[Tensor] = None,
    eps: float = 1e-5,
) -> Tensor:
    return torch.layer_norm(input, normalized_shape, weight, bias, eps, torch.backends.cudnn.enabled)


if _at.v2_6:

    def rms_norm(
        input: Tensor,
        normalized_shape: List[int],
        weight: Optional[Tensor] = None,
        eps: Optional[float] = None,
    ) -> Tensor:
        return torch.rms_norm(input, normalized_shape, weight, eps)


def group_norm(
    input: Tensor,
    num_groups: int,
    weight: Optional[Tensor] = None,
    bias: Optional[Tensor] = None,
    eps: float = 1e-5,
) -> Tensor:
    if _at.v2_6:
        if input.dim() < 2:
            raise RuntimeError(f"group norm takes 2 dimensions or more, this input has {input.dim()}")
    _verify_batch_size([input.size(0) * input.size(1) // num_groups, num_groups] + list(input.size()[2:]))
    return torch.group_norm(input, num_groups, weight, bias, eps, torch.backends.cudnn.enabled)


def local_response_norm(
    input: Tensor, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Tensor:
    rank = input.dim()
    if rank < 3:
        raise ValueError(f"local response norm takes 3 dimensions or more, this input has {rank} dimensions")

    if input.numel() == 0:
        return input

    if _at.v2_6:
        power = input.mul(input)
    else:
        power = input.mul(input).unsqueeze(1)
    if rank == 3:
        if _at.v2_6:
            power = power.unsqueeze(1)
        power = pad(power, (0, 0, size // 2, (size - 1) // 2))
        power = avg_pool2d(power, (size, 1), stride=1).squeeze(1)
    else:
        shape = input.size()
        power = power.view(shape[0], 1, shape[1], shape[2], -1)
        power = pad(power, (0, 0, 0, 0, size // 2, (size - 1) // 2))
        power = avg_pool3d(power, (size, 1, 1), stride=1).squeeze(1)
        power = power.view(shape)
    power = power.mul(alpha).add(k).pow(beta)
    return input / power


def normalize(
    input: Tensor, p: float = 2.0, dim: int = 1, eps: float = 1e-12, out: Optional[Tensor] = None
) -> Tensor:
    if out is None:
        length = input.norm(p, dim, keepdim=True).clamp_min(eps).expand_as(input)
        return input / length
    else:
        length = input.norm(p, dim, keepdim=True).clamp_min_(eps).expand_as(input)
        return torch.div(input, length, out=out)


# --- losses -------------------------------------------------------------------


def ctc_loss(
    log_probs: Tensor,
    targets: Tensor,
    input_lengths: Tensor,
    target_lengths: Tensor,
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Tensor:
    return torch.ctc_loss(
        log_probs, targets, input_lengths, target_lengths, blank, _Reduction.get_enum(reduction), zero_infinity
    )


def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Optional[Tensor] = None,
    size_average: Optional[bool] = None,
    ignore_index: int = -100,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        reduction = _Reduction.legacy_get_string(size_average, reduce)
    return torch._C._nn.nll_loss_nd(input, target, weight, _Reduction.get_enum(reduction), ignore_index)


def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: Optional[bool] = None,
    eps: float = 1e-8,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        reduction = _Reduction.legacy_get_string(size_average, reduce)
    if reduction != "none" and reduction != "mean" and reduction != "sum":
        loss = input
        raise ValueError(reduction + " is no reduction")

    loss = torch.poisson_nll_loss(input, target, log_input, full, eps, _Reduction.get_enum(reduction))
    return loss


if _at.v2_14:

    def gaussian_nll_loss(
        input: Tensor,
        target: Tensor,
        var: Union[Tensor, float],
        full: bool = False,
        eps: float = 1e-6,
        reduction: str = "mean",
    ) -> Tensor:
        if isinstance(var, float):
            if var < 0:
                raise ValueError("a variance is never negative")
            var = var * torch.ones_like(input)
        elif torch.any(var < 0):
            raise ValueError("a variance is never negative")
        if var.size() != input.size():
            if input.size()[:-1] == var.size():
                var = torch.unsqueeze(var, -1)
            elif (
                input.ndim == var.ndim
                and sum(y for x, y in zip(input.size(), var.size(), strict=True) if x != y) == 1
            ):
                pass
            else:
                raise ValueError("var has a size that fits no input")
        if reduction != "none" and reduction != "mean" and reduction != "sum":
            raise ValueError(reduction + " is no reduction")
        var = var.clone()
        with torch.no_grad():
            var.clamp_(min=eps)
        loss = 0.5 * (torch.log(var) + (input - target) ** 2 / var)
        if full:
            loss += 0.5 * math.log(2 * math.pi)
        if reduction == "mean":
            return loss.mean()
        elif reduction == "sum":
            return loss.sum()
        else:
            return loss

elif _at.v2_6:

    def gaussian_nll_loss(
        input: Tensor,
        target: Tensor,
        var: Union[Tensor, float],
        full: bool = False,
        eps: float = 1e-6,
        reduction: str = "mean",
    ) -> Tensor:
        if isinstance(var, float):
            if var < 0:
                raise ValueError("a variance is never negative")
            var = var * torch.ones_like(input)
        elif torch.any(var < 0):
            raise ValueError("a variance is never negative")
        if var.size() != input.size():
            if input.size()[:-1] == var.size():
                var = torch.unsqueeze(var, -1)
            elif input.size()[:-1] == var.size()[:-1] and var.size(-1) == 1:
                pass
            else:
                raise ValueError("var has a size that fits no input")
        if reduction != "none" and reduction != "mean" and reduction != "sum":
            raise ValueError(reduction + " is no reduction")
        var = var.clone()
        with torch.no_grad():
            var.clamp_(min=eps)
        loss = 0.5 * (torch.log(var) + (input - target) ** 2 / var)
        if full:
            loss += 0.5 * math.log(2 * math.pi)
        if reduction == "mean":
            return loss.mean()
        elif reduction == "sum":
            return loss.sum()
        else:
            return loss

else:

    def gaussian_nll_loss(
        input: Tensor,
        target: Tensor,
        var: Tensor,
        full: bool = False,
        eps: float = 1e-6,
        reduction: str = "mean",
    ) -> Tensor:
        if var.size() != input.size():
            if input.size()[:-1] == var.size():
                var = torch.unsqueeze(var, -1)
            elif input.size()[:-1] == var.size()[:-1] and var.size(-1) == 1:
                pass
            else:
                raise ValueError("var has a size that fits no input")
        if reduction != "none" and reduction != "mean" and reduction != "sum":
            raise ValueError(reduction + " is no reduction")
        if torch.any(var < 0):
            raise ValueError("a variance is never negative")
        var = var.clone()
        with torch.no_grad():
            var.clamp_(min=eps)
        loss = 0.5 * (torch.log(var) + (input - target) ** 2 / var)
        if full:
            loss += 0.5 * math.log(2 * math.pi)
        if reduction == "mean":
            return loss.mean()
        elif reduction == "sum":
            return loss.sum()
        else:
            return loss


def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        if reduction == "mean":
            if _at.v2_14:
                warnings.warn("kl_div: 'mean' averages over elements, the divergence is 'batchmean'", stacklevel=2)
            else:
                warnings.warn("kl_div: 'mean' averages over elements, the divergence is 'batchmean'")

        if reduction == "batchmean":
            number = _Reduction.get_enum("sum")
        else:
            number = _Reduction.get_enum(reduction)

    reduced = torch.kl_div(input, target, number, log_target=log_target)

    if reduction == "batchmean" and input.dim() != 0:
        reduced = reduced / input.size()[0]

    return reduced


def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Optional[Tensor] = None,
    size_average: Optional[bool] = None,
    ignore_index: int = -100,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    if size_average is not None or reduce is not None:
        reduction = _Reduction.legacy_get_string(size_average, reduce)
    return torch._C._nn.cross_entropy_loss(
        input, target, weight, _Reduction.get_enum(reduction), ignore_index, label_smoothing
    )


def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Optional[Tensor] = None,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)
    if target.size() != input.size():
        raise ValueError(f"the target has size ({target.size()}), the input ({input.size()}): they must be the same")

    if weight is not None:
        if _at.v2_14:
            shape = torch.broadcast_shapes(target.size(), weight.size())
        else:
            shape = torch._C._infer_size(target.size(), weight.size())
        weight = weight.expand(shape)

    return torch._C._nn.binary_cross_entropy(input, target, weight, number)


def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Optional[Tensor] = None,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
    pos_weight: Optional[Tensor] = None,
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)

    if not (target.size() == input.size()):
        raise ValueError(f"the target has size ({target.size()}), the input ({input.size()})")

    return torch.binary_cross_entropy_with_logits(input, target, weight, pos_weight, number)


if _at.v2_14:

    def linear_cross_entropy(
        input: Tensor,
        linear_weight: Tensor,
        target: Tensor,
        *,
        linear_bias: Optional[Tensor] = None,
        weight: Optional[Tensor] = None,
        reduction: str = "mean",
        ignore_index: Optional[int] = None,
        label_smoothing: float = 0.0,
        options=None,
    ) -> Tensor:
        # The fused path of the real function is a matter of memory, not of the result:
        # only the plain one is here. torch.jit.script rejects the real one as well.
        shape = (*input.shape[:-1], linear_weight.shape[0], *linear_weight.shape[1:-1])
        rows = math.prod(linear_weight.shape[:-1])
        flat = linear_weight.reshape(rows, input.shape[-1])
        offset = None if linear_bias is None else linear_bias.reshape(rows)
        return cross_entropy(
            linear(input, flat, offset).reshape(shape),
            target,
            weight=weight,
            reduction=reduction,
            ignore_index=-100 if ignore_index is None else ignore_index,
            label_smoothing=label_smoothing,
        )


def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    if _at.v2_14:
        if target.size() != input.size():
            warnings.warn(
                f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                stacklevel=2,
            )
    else:
        if not (target.size() == input.size()):
            warnings.warn(
                f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                stacklevel=2,
            )
    if size_average is not None or reduce is not None:
        reduction = _Reduction.legacy_get_string(size_average, reduce)

    wide, wide_target = torch.broadcast_tensors(input, target)
    if _at.v2_6:
        if beta == 0.0:
            return torch._C._nn.l1_loss(wide, wide_target, _Reduction.get_enum(reduction))
        else:
            return torch._C._nn.smooth_l1_loss(wide, wide_target, _Reduction.get_enum(reduction), beta)
    else:
        return torch._C._nn.smooth_l1_loss(wide, wide_target, _Reduction.get_enum(reduction), beta)


if _at.v2_6:

    def huber_loss(
        input: Tensor,
        target: Tensor,
        reduction: str = "mean",
        delta: float = 1.0,
        weight: Optional[Tensor] = None,
    ) -> Tensor:
        if _at.v2_14:
            if target.size() != input.size():
                warnings.warn(
                    f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                    stacklevel=2,
                )
        else:
            if not (target.size() == input.size()):
                warnings.warn(
                    f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                    stacklevel=2,
                )

        wide, wide_target = torch.broadcast_tensors(input, target)

        if weight is None:
            return torch._C._nn.huber_loss(wide, wide_target, _Reduction.get_enum(reduction), delta)
        else:
            if weight.size() != input.size():
                raise ValueError("weight and input must have the same size")

            plain = torch._C._nn.huber_loss(wide, wide_target, _Reduction.get_enum("none"), delta)
            weighted = plain * weight

            if reduction == "none":
                return weighted
            elif reduction == "sum":
                return torch.sum(weighted)
            elif reduction == "mean":
                return weighted.mean()
            else:
                raise ValueError(f"no reduction is called {reduction}")

    def l1_loss(
        input: Tensor,
        target: Tensor,
        size_average: Optional[bool] = None,
        reduce: Optional[bool] = None,
        reduction: str = "mean",
        weight: Optional[Tensor] = None,
    ) -> Tensor:
        if _at.v2_14:
            if target.size() != input.size():
                warnings.warn(
                    f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                    stacklevel=2,
                )
        else:
            if not (target.size() == input.size()):
                warnings.warn(
                    f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                    stacklevel=2,
                )
        if size_average is not None or reduce is not None:
            reduction = _Reduction.legacy_get_string(size_average, reduce)

        wide, wide_target = torch.broadcast_tensors(input, target)

        if weight is not None:
            if weight.size() != input.size():
                raise ValueError("weight and input must have the same size")

            plain = torch.abs(wide - wide_target)
            weighted = plain * weight

            if reduction == "none":
                return weighted
            elif reduction == "sum":
                return torch.sum(weighted)
            elif reduction == "mean":
                return torch.sum(weighted) / torch.sum(weight)
            else:
                raise ValueError(f"no reduction is called {reduction}")
        else:
            return torch._C._nn.l1_loss(wide, wide_target, _Reduction.get_enum(reduction))

    def mse_loss(
        input: Tensor,
        target: Tensor,
        size_average: Optional[bool] = None,
        reduce: Optional[bool] = None,
        reduction: str = "mean",
        weight: Optional[Tensor] = None,
    ) -> Tensor:
        if _at.v2_14:
            if target.size() != input.size():
                warnings.warn(
                    f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                    stacklevel=2,
                )
        else:
            if not (target.size() == input.size()):
                warnings.warn(
                    f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                    stacklevel=2,
                )

        if size_average is not None or reduce is not None:
            reduction = _Reduction.legacy_get_string(size_average, reduce)

        wide, wide_target = torch.broadcast_tensors(input, target)

        if weight is not None:
            if weight.size() != input.size():
                raise ValueError("weight and input must have the same size")

            plain = torch.pow(wide - wide_target, 2)
            weighted = plain * weight

            if reduction == "none":
                return weighted
            elif reduction == "sum":
                return torch.sum(weighted)
            elif reduction == "mean":
                return torch.sum(weighted) / torch.sum(weight)
            else:
                raise ValueError(f"no reduction is called {reduction}")
        else:
            return torch._C._nn.mse_loss(wide, wide_target, _Reduction.get_enum(reduction))

else:

    def huber_loss(input: Tensor, target: Tensor, reduction: str = "mean", delta: float = 1.0) -> Tensor:
        if not (target.size() == input.size()):
            warnings.warn(
                f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                stacklevel=2,
            )
        wide, wide_target = torch.broadcast_tensors(input, target)
        return torch._C._nn.huber_loss(wide, wide_target, _Reduction.get_enum(reduction), delta)

    def l1_loss(
        input: Tensor,
        target: Tensor,
        size_average: Optional[bool] = None,
        reduce: Optional[bool] = None,
        reduction: str = "mean",
    ) -> Tensor:
        if not (target.size() == input.size()):
            warnings.warn(
                f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                stacklevel=2,
            )
        if size_average is not None or reduce is not None:
            reduction = _Reduction.legacy_get_string(size_average, reduce)
        wide, wide_target = torch.broadcast_tensors(input, target)
        return torch._C._nn.l1_loss(wide, wide_target, _Reduction.get_enum(reduction))

    def mse_loss(
        input: Tensor,
        target: Tensor,
        size_average: Optional[bool] = None,
        reduce: Optional[bool] = None,
        reduction: str = "mean",
    ) -> Tensor:
        if not (target.size() == input.size()):
            warnings.warn(
                f"the target has size ({target.size()}), the input ({input.size()}): they are broadcast",
                stacklevel=2,
            )
        if size_average is not None or reduce is not None:
            reduction = _Reduction.legacy_get_string(size_average, reduce)
        wide, wide_target = torch.broadcast_tensors(input, target)
        return torch._C._nn.mse_loss(wide, wide_target, _Reduction.get_enum(reduction))


def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)
    if input1.dim() != input2.dim() or input1.dim() != target.dim():
        raise RuntimeError(
            f"margin_ranking_loss needs equal ranks: input1 has {input1.size()}, "
            f"input2 {input2.size()}, target {target.size()}"
        )
    return torch.margin_ranking_loss(input1, input2, target, margin, number)


def hinge_embedding_loss(
    input: Tensor,
    target: Tensor,
    margin: float = 1.0,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)
    return torch.hinge_embedding_loss(input, target, margin, number)


def multilabel_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)
    return torch._C._nn.multilabel_margin_loss(input, target, number)


def soft_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)
    return torch._C._nn.soft_margin_loss(input, target, number)


def multilabel_soft_margin_loss(
    input: Tensor,
    target: Tensor,
    weight: Optional[Tensor] = None,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        reduction = _Reduction.legacy_get_string(size_average, reduce)

    loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))

    if weight is not None:
        loss = loss * weight

    last = input.dim() - 1
    classes = input.size(last)
    loss = loss.sum(dim=last) / classes

    if reduction == "none":
        result = loss
    elif reduction == "mean":
        result = loss.mean()
    elif reduction == "sum":
        result = loss.sum()
    else:
        result = input
        raise ValueError(reduction + " is no reduction")
    return result


def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)
    return torch.cosine_embedding_loss(input1, input2, target, margin, number)


def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: Optional[Tensor] = None,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)
    if p != 1 and p != 2:
        raise ValueError("multi_margin_loss knows p=1 and p=2 only")
    if weight is not None:
        if _at.v2_14:
            if weight.dim() != 1:
                raise ValueError("weight must have one dimension")
        else:
            if weight.dim() != 1:
                raise ValueError("weight must have one dimension")

    return torch._C._nn.multi_margin_loss(input, target, p, margin, weight, number)


def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: Optional[bool] = None,
    reduce: Optional[bool] = None,
    reduction: str = "mean",
) -> Tensor:
    if size_average is not None or reduce is not None:
        number = _Reduction.legacy_get_enum(size_average, reduce)
    else:
        number = _Reduction.get_enum(reduction)
    if _at.v2_6:
        if margin <= 0:
            raise ValueError(f"margin must be positive, not {margin}")
    return torch.triplet_margin_loss(anchor, positive, negative, margin, p, eps, swap, number)


def triplet_margin_with_distance_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    distance_function: Optional[Callable[[Tensor, Tensor], Tensor]] = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    if torch.jit.is_scripting():
        raise NotImplementedError("a distance that is a Python function cannot be scripted")

    distance = torch.pairwise_distance if distance_function is None else distance_function
    to_positive = distance(anchor, positive)
    to_negative = distance(anchor, negative)
    if swap:
        to_negative = torch.minimum(to_negative, distance(positive, negative))
    loss = torch.clamp_min(margin + to_positive - to_negative, 0)
    if reduction == "none":
        return loss
    return torch.sum(loss) if reduction == "sum" else torch.mean(loss)


# --- vision -------------------------------------------------------------------


@_overload
def upsample(
    input: Tensor,
    size: Optional[int] = None,
    scale_factor: Optional[float] = None,
    mode: str = "nearest",
    align_corners: Optional[bool] = None,
) -> Tensor:
    pass


@_overload
def upsample(
    input: Tensor,
    size: Optional[List[int]] = None,
    scale_factor: Optional[float] = None,
    mode: str = "nearest",
    align_corners: Optional[bool] = None,
) -> Tensor:
    pass


def upsample(input, size=None, scale_factor=None, mode="nearest", align_corners=None):
    if _at.v2_14:
        warnings.warn("upsample is the old name of interpolate", stacklevel=2)
    else:
        warnings.warn("upsample is the old name of interpolate")
    return interpolate(input, size, scale_factor, mode, align_corners)


def _is_integer(x) -> bool:
    if isinstance(x, int) or hasattr(x, "_lens_size"):
        return True
    return isinstance(x, Tensor) and not x.is_floating_point()


@_overload
def interpolate(
    input: Tensor,
    size: Optional[int] = None,
    scale_factor: Optional[List[float]] = None,
    mode: str = "nearest",
    align_corners: Optional[bool] = None,
    recompute_scale_factor: Optional[bool] = None,
    antialias: bool = False,
) -> Tensor:
    pass


@_overload
def interpolate(
    input: Tensor,
    size: Optional[List[int]] = None,
    scale_factor: Optional[List[float]] = None,
    mode: str = "nearest",
    align_corners: Optional[bool] = None,
    recompute_scale_factor: Optional[bool] = None,
    antialias: bool = False,
) -> Tensor:
    pass


@_overload
def interpolate(
    input: Tensor,
    size: Optional[int] = None,
    scale_factor: Optional[float] = None,
    mode: str = "nearest",
    align_corners: Optional[bool] = None,
    recompute_scale_factor: Optional[bool] = None,
    antialias: bool = False,
) -> Tensor:
    pass


@_overload
def interpolate(
    input: Tensor,
    size: Optional[List[int]] = None,
    scale_factor: Optional[float] = None,
    mode: str = "nearest",
    align_corners: Optional[bool] = None,
    recompute_scale_factor: Optional[bool] = None,
    antialias: bool = False,
) -> Tensor:
    pass


def interpolate(
    input: Tensor,
    size: Optional[int] = None,
    scale_factor: Optional[List[float]] = None,
    mode: str = "nearest",
    align_corners: Optional[bool] = None,
    recompute_scale_factor: Optional[bool] = None,
    antialias: bool = False,
) -> Tensor:
    if mode in ("nearest", "area", "nearest-exact"):
        if align_corners is not None:
            raise ValueError("align_corners has a meaning only for linear, bilinear, bicubic and trilinear")
    else:
        if align_corners is None:
            align_corners = False

    dim = input.dim() - 2

    # After this chain exactly one of `output_size` and `scale_factors` is None.
    if size is not None and scale_factor is not None:
        raise ValueError("interpolate takes size or scale_factor, not both")
    elif size is not None:
        if _at.v2_14:
            if scale_factor is not None:
                raise AssertionError("both size and scale_factor")
        else:
            assert scale_factor is None
        scale_factors = None
        if isinstance(size, (list, tuple)):
            if len(size) != dim:
                raise ValueError(
                    f"size needs one number for each spatial dimension: the input has "
                    f"{list(input.shape[2:])}, size is {size}; the input is (N, C, d1, d2, ...)"
                )
            if _at.v2_6:
                if not torch.jit.is_scripting():
                    if not all(_is_integer(x) for x in size):
                        raise TypeError(f"size takes integers, not {[type(x) for x in size]}")
            output_size = size
        else:
            output_size = [size for _ in range(dim)]
    elif scale_factor is not None:
        if _at.v2_14:
            if size is not None:
                raise AssertionError("both size and scale_factor")
        else:
            assert size is None
        output_size = None
        if isinstance(scale_factor, (list, tuple)):
            if len(scale_factor) != dim:
                raise ValueError(
                    f"scale_factor needs one number for each spatial dimension: the input has "
                    f"{list(input.shape[2:])}, scale_factor is {scale_factor}; the input is (N, C, d1, d2, ...)"
                )
            scale_factors = scale_factor
        else:
            scale_factors = [scale_factor for _ in range(dim)]
    else:
        raise ValueError("interpolate needs size or scale_factor")

    if recompute_scale_factor is not None and recompute_scale_factor and size is not None:
        raise ValueError("recompute_scale_factor has no meaning with a given size")

    if mode == "area" and output_size is None:
        recompute_scale_factor = True

    if recompute_scale_factor is not None and recompute_scale_factor:
        if _at.v2_6:
            if _at.v2_14:
                if scale_factors is None:
                    raise AssertionError("no scale_factors")
            else:
                assert scale_factors is not None
            if not torch.jit.is_scripting() and torch._C._get_tracing_state():
                output_size = [math.floor(input.size(i + 2) * scale_factors[i]) for i in range(dim)]
            elif torch.jit.is_scripting():
                output_size = [
                    math.floor(float(input.size(i + 2)) * scale_factors[i]) for i in range(dim)
                ]
            else:
                output_size = [int(input.size(i + 2) * scale_factors[i]) for i in range(dim)]
        else:
            if not torch.jit.is_scripting() and torch._C._get_tracing_state():
                output_size = [math.floor(input.size(i + 2) * scale_factors[i]) for i in range(dim)]
            else:
                assert scale_factors is not None
                output_size = [
                    int(math.floor(float(input.size(i + 2)) * scale_factors[i])) for i in range(dim)
                ]
        scale_factors = None

    if _at.v2_14:
        if antialias and not (mode in ("bilinear", "bicubic", "lanczos") and input.ndim == 4):
            raise ValueError("antialias goes with bilinear, bicubic and lanczos on 4-D inputs")
    else:
        if antialias and not (mode in ("bilinear", "bicubic") and input.ndim == 4):
            raise ValueError("antialias goes with bilinear and bicubic on 4-D inputs")

    if input.dim() == 3 and mode == "nearest":
        return torch._C._nn.upsample_nearest1d(input, output_size, scale_factors)
    if input.dim() == 4 and mode == "nearest":
        return torch._C._nn.upsample_nearest2d(input, output_size, scale_factors)
    if input.dim() == 5 and mode == "nearest":
        return torch._C._nn.upsample_nearest3d(input, output_size, scale_factors)

    if input.dim() == 3 and mode == "nearest-exact":
        return torch._C._nn._upsample_nearest_exact1d(input, output_size, scale_factors)
    if input.dim() == 4 and mode == "nearest-exact":
        return torch._C._nn._upsample_nearest_exact2d(input, output_size, scale_factors)
    if input.dim() == 5 and mode == "nearest-exact":
        return torch._C._nn._upsample_nearest_exact3d(input, output_size, scale_factors)

    if input.dim() == 3 and mode == "area":
        if _at.v2_14:
            if output_size is None:
                raise AssertionError("no output_size")
        else:
            assert output_size is not None
        return adaptive_avg_pool1d(input, output_size)
    if input.dim() == 4 and mode == "area":
        if _at.v2_14:
            if output_size is None:
                raise AssertionError("no output_size")
        else:
            assert output_size is not None
        return adaptive_avg_pool2d(input, output_size)
    if input.dim() == 5 and mode == "area":
        if _at.v2_14:
            if output_size is None:
                raise AssertionError("no output_size")
        else:
            assert output_size is not None
        return adaptive_avg_pool3d(input, output_size)

    if input.dim() == 3 and mode == "linear":
        if _at.v2_14:
            if align_corners is None:
                raise AssertionError("no align_corners")
        else:
            assert align_corners is not None
        return torch._C._nn.upsample_linear1d(input, output_size, align_corners, scale_factors)
    if input.dim() == 4 and mode == "bilinear":
        if _at.v2_14:
            if align_corners is None:
                raise AssertionError("no align_corners")
        else:
            assert align_corners is not None
        if antialias:
            return torch._C._nn._upsample_bilinear2d_aa(input, output_size, align_corners, scale_factors)
        return torch._C._nn.upsample_bilinear2d(input, output_size, align_corners, scale_factors)
    if input.dim() == 5 and mode == "trilinear":
        if _at.v2_14:
            if align_corners is None:
                raise AssertionError("no align_corners")
        else:
            assert align_corners is not None
        return torch._C._nn.upsample_trilinear3d(input, output_size, align_corners, scale_factors)
    if input.dim() == 4 and mode == "bicubic":
        if _at.v2_14:
            if align_corners is None:
                raise AssertionError("no align_corners")
        else:
            assert align_corners is not None
        if antialias:
            return torch._C._nn._upsample_bicubic2d_aa(input, output_size, align_corners, scale_factors)
        return torch._C._nn.upsample_bicubic2d(input, output_size, align_corners, scale_factors)
    if _at.v2_14:
        if input.dim() == 4 and mode == "lanczos":
            if align_corners is None:
                raise AssertionError("no align_corners")
            if align_corners:
                raise ValueError("lanczos has no align_corners")
            if not antialias:
                raise ValueError("lanczos needs antialias=True")
            return torch._C._nn._upsample_lanczos2d_aa(input, output_size, align_corners, scale_factors)

    if input.dim() == 3 and mode == "bilinear":
        raise NotImplementedError("bilinear takes 4-D inputs, this one is 3-D")
    if input.dim() == 3 and mode == "trilinear":
        raise NotImplementedError("trilinear takes 5-D inputs, this one is 3-D")
    if input.dim() == 4 and mode == "linear":
        raise NotImplementedError("linear takes 3-D inputs, this one is 4-D")
    if input.dim() == 4 and mode == "trilinear":
        raise NotImplementedError("trilinear takes 5-D inputs, this one is 4-D")
    if input.dim() == 5 and mode == "linear":
        raise NotImplementedError("linear takes 3-D inputs, this one is 5-D")
    if input.dim() == 5 and mode == "bilinear":
        raise NotImplementedError("bilinear takes 4-D inputs, this one is 5-D")

    raise NotImplementedError(f"interpolate takes 3-D to 5-D inputs, this one is {input.dim()}-D (mode {mode})")


@_overload
def upsample_nearest(
    input: Tensor, size: Optional[int] = None, scale_factor: Optional[float] = None
) -> Tensor:
    pass


@_overload
def upsample_nearest(
    input: Tensor, size: Optional[List[int]] = None, scale_factor: Optional[float] = None
) -> Tensor:
    pass


def upsample_nearest(input, size=None, scale_factor=None):
    if _at.v2_14:
        warnings.warn("upsample_nearest is the old name of interpolate", stacklevel=2)
    else:
        warnings.warn("upsample_nearest is the old name of interpolate")
    return interpolate(input, size, scale_factor, mode="nearest")


@_overload
def upsample_bilinear(
    input: Tensor, size: Optional[int] = None, scale_factor: Optional[float] = None
) -> Tensor:
    pass


@_overload
def upsample_bilinear(
    input: Tensor, size: Optional[List[int]] = None, scale_factor: Optional[float] = None
) -> Tensor:
    pass


@_overload
def upsample_bilinear(
    input: Tensor, size: Optional[int] = None, scale_factor: Optional[List[float]] = None
) -> Tensor:
    pass


@_overload
def upsample_bilinear(
    input: Tensor, size: Optional[List[int]] = None, scale_factor: Optional[List[float]] = None
) -> Tensor:
    pass


def upsample_bilinear(input, size=None, scale_factor=None):
    if _at.v2_14:
        warnings.warn("upsample_bilinear is the old name of interpolate", stacklevel=2)
    else:
        warnings.warn("upsample_bilinear is the old name of interpolate")
    return interpolate(input, size, scale_factor, mode="bilinear", align_corners=True)


GRID_SAMPLE_INTERPOLATION_MODES = {"bilinear": 0, "nearest": 1, "bicubic": 2}
GRID_SAMPLE_PADDING_MODES = {"zeros": 0, "border": 1, "reflection": 2}


def grid_sample(
    input: Tensor,
    grid: Tensor,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: Optional[bool] = None,
) -> Tensor:
    if mode != "bilinear" and mode != "nearest" and mode != "bicubic":
        raise ValueError(f"grid_sample knows the modes bilinear, nearest and bicubic, not {mode}")
    if padding_mode != "zeros" and padding_mode != "border" and padding_mode != "reflection":
        raise ValueError(f"grid_sample pads with zeros, border or reflection, not {padding_mode}")

    if mode == "bilinear":
        mode_number = 0
    elif mode == "nearest":
        mode_number = 1
    else:
        mode_number = 2

    if padding_mode == "zeros":
        padding_number = 0
    elif padding_mode == "border":
        padding_number = 1
    else:
        padding_number = 2

    if align_corners is None:
        if _at.v2_14:
            warnings.warn("grid_sample takes align_corners as False when it is not given", stacklevel=2)
        else:
            warnings.warn("grid_sample takes align_corners as False when it is not given")
        align_corners = False

    return torch.grid_sampler(input, grid, mode_number, padding_number, align_corners)


def affine_grid(theta: Tensor, size: List[int], align_corners: Optional[bool] = None) -> Tensor:
    if align_corners is None:
        if _at.v2_14:
            warnings.warn("affine_grid takes align_corners as False when it is not given", stacklevel=2)
        else:
            warnings.warn("affine_grid takes align_corners as False when it is not given")
        align_corners = False

    if not theta.is_floating_point():
        raise ValueError(f"theta must hold floating point numbers, not {theta.dtype}")
    if len(size) == 4:
        if theta.dim() != 3 or theta.shape[-2] != 2 or theta.shape[-1] != 3:
            raise ValueError(f"a grid of size {size} needs theta of shape (N, 2, 3), this one is {theta.shape}")
        spatial = size[-2:]
    elif len(size) == 5:
        if theta.dim() != 3 or theta.shape[-2] != 3 or theta.shape[-1] != 4:
            raise ValueError(f"a grid of size {size} needs theta of shape (N, 3, 4), this one is {theta.shape}")
        spatial = size[-3:]
    else:
        raise NotImplementedError(f"affine_grid takes sizes of 4 or 5 numbers, not {size}")
    if align_corners and min(spatial) == 1:
        if _at.v2_14:
            warnings.warn("with align_corners a dimension of size 1 has its only point at -1", stacklevel=2)
        else:
            warnings.warn("with align_corners a dimension of size 1 has its only point at -1")

    elif min(size) <= 0:
        raise ValueError(f"affine_grid needs a size above zero everywhere, not {size}")

    return torch.affine_grid_generator(theta, size, align_corners)


if _at.v2_6:

    def pad(input: Tensor, pad: List[int], mode: str = "constant", value: Optional[float] = None) -> Tensor:
        return torch._C._nn.pad(input, pad, mode, value)

else:
    pad = _nn.pad


def assert_int_or_pair(arg: List[int], arg_name: str, message: str) -> None:
    if not (isinstance(arg, int) or len(arg) == 2):
        raise AssertionError(message.format(arg_name))


assert_int_or_pair.__torch_names__ = ("torch.nn.functional.assert_int_or_pair",)


def unfold(
    input: Tensor,
    kernel_size: BroadcastingList2[int],
    dilation: BroadcastingList2[int] = 1,
    padding: BroadcastingList2[int] = 0,
    stride: BroadcastingList2[int] = 1,
) -> Tensor:
    return torch._C._nn.im2col(input, _pair(kernel_size), _pair(dilation), _pair(padding), _pair(stride))


def fold(
    input: Tensor,
    output_size: BroadcastingList2[int],
    kernel_size: BroadcastingList2[int],
    dilation: BroadcastingList2[int] = 1,
    padding: BroadcastingList2[int] = 0,
    stride: BroadcastingList2[int] = 1,
) -> Tensor:
    return torch._C._nn.col2im(
        input, _pair(output_size), _pair(kernel_size), _pair(dilation), _pair(padding), _pair(stride)
    )


# --- attention ----------------------------------------------------------------


def _in_projection_packed(
    q: Tensor, k: Tensor, v: Tensor, w: Tensor, b: Optional[Tensor] = None
) -> List[Tensor]:
    E = q.size(-1)
    if k is v:
        if q is k:
            if _at.v2_6:
                all_three = linear(q, w, b)
                all_three = all_three.unflatten(-1, (3, E)).unsqueeze(0).transpose(0, -2).squeeze(-2).contiguous()
                return all_three[0], all_three[1], all_three[2]
            else:
                return linear(q, w, b).chunk(3, dim=-1)
        else:
            w_q, w_kv = w.split([E, E * 2])
            if b is None:
                b_q = b_kv = None
            else:
                b_q, b_kv = b.split([E, E * 2])
            if _at.v2_6:
                for_q = linear(q, w_q, b_q)
                for_kv = linear(k, w_kv, b_kv)
                for_kv = for_kv.unflatten(-1, (2, E)).unsqueeze(0).transpose(0, -2).squeeze(-2).contiguous()
                return (for_q, for_kv[0], for_kv[1])
            else:
                return (linear(q, w_q, b_q),) + linear(k, w_kv, b_kv).chunk(2, dim=-1)
    else:
        w_q, w_k, w_v = w.chunk(3)
        if b is None:
            b_q = b_k = b_v = None
        else:
            b_q, b_k, b_v = b.chunk(3)
        return linear(q, w_q, b_q), linear(k, w_k, b_k), linear(v, w_v, b_v)


def _in_projection(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    w_q: Tensor,
    w_k: Tensor,
    w_v: Tensor,
    b_q: Optional[Tensor] = None,
    b_k: Optional[Tensor] = None,
    b_v: Optional[Tensor] = None,
) -> Tuple[Tensor, Tensor, Tensor]:
    Eq, Ek, Ev = q.size(-1), k.size(-1), v.size(-1)
    if _at.v2_14:
        if w_q.shape != (Eq, Eq):
            raise AssertionError(f"the query weights need shape {(Eq, Eq)}, they have {w_q.shape}")
        if w_k.shape != (Eq, Ek):
            raise AssertionError(f"the key weights need shape {(Eq, Ek)}, they have {w_k.shape}")
        if w_v.shape != (Eq, Ev):
            raise AssertionError(f"the value weights need shape {(Eq, Ev)}, they have {w_v.shape}")
        if b_q is not None and b_q.shape != (Eq,):
            raise AssertionError(f"the query bias needs shape {(Eq,)}, it has {b_q.shape}")
        if b_k is not None and b_k.shape != (Eq,):
            raise AssertionError(f"the key bias needs shape {(Eq,)}, it has {b_k.shape}")
        if b_v is not None and b_v.shape != (Eq,):
            raise AssertionError(f"the value bias needs shape {(Eq,)}, it has {b_v.shape}")
    else:
        assert w_q.shape == (Eq, Eq), f"the query weights need shape {(Eq, Eq)}, they have {w_q.shape}"
        assert w_k.shape == (Eq, Ek), f"the key weights need shape {(Eq, Ek)}, they have {w_k.shape}"
        assert w_v.shape == (Eq, Ev), f"the value weights need shape {(Eq, Ev)}, they have {w_v.shape}"
        assert b_q is None or b_q.shape == (Eq,), f"the query bias needs shape {(Eq,)}, it has {b_q.shape}"
        assert b_k is None or b_k.shape == (Eq,), f"the key bias needs shape {(Eq,)}, it has {b_k.shape}"
        assert b_v is None or b_v.shape == (Eq,), f"the value bias needs shape {(Eq,)}, it has {b_v.shape}"
    return linear(q, w_q, b_q), linear(k, w_k, b_k), linear(v, w_v, b_v)


def _mha_shape_check(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    key_padding_mask: Optional[Tensor],
    attn_mask: Optional[Tensor],
    num_heads: int,
):
    if query.dim() == 3:
        batched = True
        if _at.v2_14:
            if key.dim() != 3 or value.dim() != 3:
                raise AssertionError(f"with a 3-D query key and value are 3-D, not {key.dim()}-D and {value.dim()}-D")
            if key_padding_mask is not None:
                if key_padding_mask.dim() != 2:
                    raise AssertionError(f"with a 3-D query key_padding_mask is 2-D, not {key_padding_mask.dim()}-D")
            if attn_mask is not None:
                if attn_mask.dim() not in (2, 3):
                    raise AssertionError(f"with a 3-D query attn_mask is 2-D or 3-D, not {attn_mask.dim()}-D")
        else:
            assert key.dim() == 3 and value.dim() == 3, (
                f"with a 3-D query key and value are 3-D, not {key.dim()}-D and {value.dim()}-D"
            )
            if key_padding_mask is not None:
                assert key_padding_mask.dim() == 2, (
                    f"with a 3-D query key_padding_mask is 2-D, not {key_padding_mask.dim()}-D"
                )
            if attn_mask is not None:
                assert attn_mask.dim() in (2, 3), (
                    f"with a 3-D query attn_mask is 2-D or 3-D, not {attn_mask.dim()}-D"
                )
    elif query.dim() == 2:
        batched = False
        if _at.v2_14:
            if key.dim() != 2 or value.dim() != 2:
                raise AssertionError(f"with a 2-D query key and value are 2-D, not {key.dim()}-D and {value.dim()}-D")
            if key_padding_mask is not None:
                if key_padding_mask.dim() != 1:
                    raise AssertionError(f"with a 2-D query key_padding_mask is 1-D, not {key_padding_mask.dim()}-D")
            if attn_mask is not None:
                if attn_mask.dim() not in (2, 3):
                    raise AssertionError(f"with a 2-D query attn_mask is 2-D or 3-D, not {attn_mask.dim()}-D")
                if attn_mask.dim() == 3:
                    needed = (num_heads, query.shape[0], key.shape[0])
                    if attn_mask.shape != needed:
                        raise AssertionError(f"attn_mask needs shape {needed}, it has {attn_mask.shape}")
        else:
            assert key.dim() == 2 and value.dim() == 2, (
                f"with a 2-D query key and value are 2-D, not {key.dim()}-D and {value.dim()}-D"
            )
            if key_padding_mask is not None:
                assert key_padding_mask.dim() == 1, (
                    f"with a 2-D query key_padding_mask is 1-D, not {key_padding_mask.dim()}-D"
                )
            if attn_mask is not None:
                assert attn_mask.dim() in (2, 3), (
                    f"with a 2-D query attn_mask is 2-D or 3-D, not {attn_mask.dim()}-D"
                )
                if attn_mask.dim() == 3:
                    needed = (num_heads, query.shape[0], key.shape[0])
                    assert attn_mask.shape == needed, f"attn_mask needs shape {needed}, it has {attn_mask.shape}"
    else:
        raise AssertionError(f"a query is 2-D or, as a batch, 3-D; this one is {query.dim()}-D")

    return batched


if _at.v2_6:

    def _canonical_mask(
        mask: Optional[Tensor],
        mask_name: str,
        other_type: Optional[DType],
        other_name: str,
        target_type: DType,
        check_other: bool = True,
    ) -> Optional[Tensor]:
        if mask is not None:
            own_type = mask.dtype
            is_float = torch.is_floating_point(mask)
            if own_type != torch.bool and not is_float:
                raise AssertionError(f"{mask_name} must hold booleans or floating point numbers")
            if check_other and other_type is not None:
                if own_type != other_type:
                    if _at.v2_14:
                        warnings.warn(f"{mask_name} and {other_name} should have one dtype", stacklevel=2)
                    else:
                        warnings.warn(f"{mask_name} and {other_name} should have one dtype")
            if not is_float:
                mask = torch.zeros_like(mask, dtype=target_type).masked_fill_(mask, float("-inf"))
        return mask

    def _none_or_dtype(input: Optional[Tensor]) -> Optional[DType]:
        if input is None:
            return None
        elif isinstance(input, torch.Tensor):
            return input.dtype
        raise RuntimeError("a mask is a tensor or None")

    def multi_head_attention_forward(
        query: Tensor,
        key: Tensor,
        value: Tensor,
        embed_dim_to_check: int,
        num_heads: int,
        in_proj_weight: Optional[Tensor],
        in_proj_bias: Optional[Tensor],
        bias_k: Optional[Tensor],
        bias_v: Optional[Tensor],
        add_zero_attn: bool,
        dropout_p: float,
        out_proj_weight: Tensor,
        out_proj_bias: Optional[Tensor],
        training: bool = True,
        key_padding_mask: Optional[Tensor] = None,
        need_weights: bool = True,
        attn_mask: Optional[Tensor] = None,
        use_separate_proj_weight: bool = False,
        q_proj_weight: Optional[Tensor] = None,
        k_proj_weight: Optional[Tensor] = None,
        v_proj_weight: Optional[Tensor] = None,
        static_k: Optional[Tensor] = None,
        static_v: Optional[Tensor] = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> Tuple[Tensor, Optional[Tensor]]:
        batched = _mha_shape_check(query, key, value, key_padding_mask, attn_mask, num_heads)

        # from here on (length, batch, features), whatever came in
        if not batched:
            query = query.unsqueeze(1)
            key = key.unsqueeze(1)
            value = value.unsqueeze(1)
            if key_padding_mask is not None:
                key_padding_mask = key_padding_mask.unsqueeze(0)

        tgt_len, bsz, embed_dim = query.shape
        src_len, _, _ = key.shape

        key_padding_mask = _canonical_mask(
            mask=key_padding_mask,
            mask_name="key_padding_mask",
            other_type=_none_or_dtype(attn_mask),
            other_name="attn_mask",
            target_type=query.dtype,
        )

        if is_causal and attn_mask is None:
            raise RuntimeError("is_causal is only a hint about attn_mask: pass the mask too")

        if is_causal and key_padding_mask is None and not need_weights:
            attn_mask = None
        else:
            attn_mask = _canonical_mask(
                mask=attn_mask,
                mask_name="attn_mask",
                other_type=None,
                other_name="",
                target_type=query.dtype,
                check_other=False,
            )

            if key_padding_mask is not None:
                is_causal = False

        if _at.v2_14:
            if embed_dim != embed_dim_to_check:
                raise AssertionError(f"the attention has {embed_dim_to_check} features, the query {embed_dim}")
        else:
            assert embed_dim == embed_dim_to_check, (
                f"the attention has {embed_dim_to_check} features, the query {embed_dim}"
            )
        if isinstance(embed_dim, torch.Tensor):
            head_dim = embed_dim.div(num_heads, rounding_mode="trunc")
        else:
            head_dim = embed_dim // num_heads
        if _at.v2_14:
            if head_dim * num_heads != embed_dim:
                raise AssertionError(f"{embed_dim} features do not split into {num_heads} heads")
            if use_separate_proj_weight:
                if key.shape[:2] != value.shape[:2]:
                    raise AssertionError(f"key {key.shape[:2]} and value {value.shape[:2]} differ in length or batch")
            else:
                if key.shape != value.shape:
                    raise AssertionError(f"key {key.shape} and value {value.shape} differ in shape")
        else:
            assert head_dim * num_heads == embed_dim, f"{embed_dim} features do not split into {num_heads} heads"
            if use_separate_proj_weight:
                assert key.shape[:2] == value.shape[:2], (
                    f"key {key.shape[:2]} and value {value.shape[:2]} differ in length or batch"
                )
            else:
                assert key.shape == value.shape, f"key {key.shape} and value {value.shape} differ in shape"

        if not use_separate_proj_weight:
            if _at.v2_14:
                if in_proj_weight is None:
                    raise AssertionError("no in_proj_weight")
            else:
                assert in_proj_weight is not None, "no in_proj_weight"
            q, k, v = _in_projection_packed(query, key, value, in_proj_weight, in_proj_bias)
        else:
            if _at.v2_14:
                if q_proj_weight is None:
                    raise AssertionError("no q_proj_weight")
                if k_proj_weight is None:
                    raise AssertionError("no k_proj_weight")
                if v_proj_weight is None:
                    raise AssertionError("no v_proj_weight")
            else:
                assert q_proj_weight is not None, "no q_proj_weight"
                assert k_proj_weight is not None, "no k_proj_weight"
                assert v_proj_weight is not None, "no v_proj_weight"
            if in_proj_bias is None:
                b_q = b_k = b_v = None
            else:
                b_q, b_k, b_v = in_proj_bias.chunk(3)
            q, k, v = _in_projection(query, key, value, q_proj_weight, k_proj_weight, v_proj_weight, b_q, b_k, b_v)

        if attn_mask is not None:
            if attn_mask.dim() == 2:
                flat_size = (tgt_len, src_len)
                if attn_mask.shape != flat_size:
                    raise RuntimeError(f"a 2-D attn_mask of shape {attn_mask.shape} should have {flat_size}")
                attn_mask = attn_mask.unsqueeze(0)
            elif attn_mask.dim() == 3:
                full_size = (bsz * num_heads, tgt_len, src_len)
                if attn_mask.shape != full_size:
                    raise RuntimeError(f"a 3-D attn_mask of shape {attn_mask.shape} should have {full_size}")
            else:
                raise RuntimeError(f"attn_mask is 2-D or 3-D, not {attn_mask.dim()}-D")

        if bias_k is not None and bias_v is not None:
            if _at.v2_14:
                if static_k is not None:
                    raise AssertionError("a static key takes no bias")
                if static_v is not None:
                    raise AssertionError("a static value takes no bias")
            else:
                assert static_k is None, "a static key takes no bias"
                assert static_v is None, "a static value takes no bias"
            k = torch.cat([k, bias_k.repeat(1, bsz, 1)])
            v = torch.cat([v, bias_v.repeat(1, bsz, 1)])
            if attn_mask is not None:
                attn_mask = pad(attn_mask, (0, 1))
            if key_padding_mask is not None:
                key_padding_mask = pad(key_padding_mask, (0, 1))
        else:
            if _at.v2_14:
                if bias_k is not None:
                    raise AssertionError("bias_k without bias_v")
                if bias_v is not None:
                    raise AssertionError("bias_v without bias_k")
            else:
                assert bias_k is None
                assert bias_v is None

        # (heads of all batches, length, features of a head)
        q = q.view(tgt_len, bsz * num_heads, head_dim).transpose(0, 1)
        if static_k is None:
            k = k.view(k.shape[0], bsz * num_heads, head_dim).transpose(0, 1)
        else:
            if _at.v2_14:
                if static_k.size(0) != bsz * num_heads:
                    raise AssertionError(f"static_k.size(0) must be {bsz * num_heads}, it is {static_k.size(0)}")
                if static_k.size(2) != head_dim:
                    raise AssertionError(f"static_k.size(2) must be {head_dim}, it is {static_k.size(2)}")
            else:
                assert static_k.size(0) == bsz * num_heads, (
                    f"static_k.size(0) must be {bsz * num_heads}, it is {static_k.size(0)}"
                )
                assert static_k.size(2) == head_dim, f"static_k.size(2) must be {head_dim}, it is {static_k.size(2)}"
            k = static_k
        if static_v is None:
            v = v.view(v.shape[0], bsz * num_heads, head_dim).transpose(0, 1)
        else:
            if _at.v2_14:
                if static_v.size(0) != bsz * num_heads:
                    raise AssertionError(f"static_v.size(0) must be {bsz * num_heads}, it is {static_v.size(0)}")
                if static_v.size(2) != head_dim:
                    raise AssertionError(f"static_v.size(2) must be {head_dim}, it is {static_v.size(2)}")
            else:
                assert static_v.size(0) == bsz * num_heads, (
                    f"static_v.size(0) must be {bsz * num_heads}, it is {static_v.size(0)}"
                )
                assert static_v.size(2) == head_dim, f"static_v.size(2) must be {head_dim}, it is {static_v.size(2)}"
            v = static_v

        if add_zero_attn:
            zero_shape = (bsz * num_heads, 1, head_dim)
            k = torch.cat([k, torch.zeros(zero_shape, dtype=k.dtype, device=k.device)], dim=1)
            v = torch.cat([v, torch.zeros(zero_shape, dtype=v.dtype, device=v.device)], dim=1)
            if attn_mask is not None:
                attn_mask = pad(attn_mask, (0, 1))
            if key_padding_mask is not None:
                key_padding_mask = pad(key_padding_mask, (0, 1))

        src_len = k.size(1)

        if key_padding_mask is not None:
            if _at.v2_14:
                if not torch.jit.is_scripting() and not torch.jit.is_tracing():
                    _check_key_padding_mask(key_padding_mask, src_len, bsz)
            else:
                if not torch.jit.is_scripting() and not torch.jit.is_tracing():
                    _check_key_padding_mask(key_padding_mask, src_len, bsz)
            key_padding_mask = (
                key_padding_mask.view(bsz, 1, 1, src_len)
                .expand(-1, num_heads, -1, -1)
                .reshape(bsz * num_heads, 1, src_len)
            )
            if attn_mask is None:
                attn_mask = key_padding_mask
            else:
                attn_mask = attn_mask + key_padding_mask

        if not training:
            dropout_p = 0.0

        if need_weights:
            _B, _Nt, E = q.shape
            q_scaled = q * math.sqrt(1.0 / float(E))

            if _at.v2_14:
                if is_causal and attn_mask is None:
                    raise AssertionError("no causal mask is made here")
            else:
                assert not (is_causal and attn_mask is None), "no causal mask is made here"

            if attn_mask is not None:
                scores = torch.baddbmm(attn_mask, q_scaled, k.transpose(-2, -1))
            else:
                scores = torch.bmm(q_scaled, k.transpose(-2, -1))
            scores = softmax(scores, dim=-1)
            if dropout_p > 0.0:
                scores = dropout(scores, p=dropout_p)

            mixed = torch.bmm(scores, v)

            if _at.v2_14:
                mixed = mixed.transpose(0, 1).reshape(tgt_len * bsz, embed_dim)
            else:
                mixed = mixed.transpose(0, 1).contiguous().view(tgt_len * bsz, embed_dim)
            mixed = linear(mixed, out_proj_weight, out_proj_bias)
            mixed = mixed.view(tgt_len, bsz, mixed.size(1))

            scores = scores.view(bsz, num_heads, tgt_len, src_len)
            if average_attn_weights:
                scores = scores.mean(dim=1)

            if not batched:
                mixed = mixed.squeeze(1)
                scores = scores.squeeze(0)
            return mixed, scores
        else:
            # (N, heads, L, S), or broadcast over the heads: what the fused operator takes
            if attn_mask is not None:
                if attn_mask.size(0) == 1 and attn_mask.dim() == 3:
                    attn_mask = attn_mask.unsqueeze(0)
                else:
                    attn_mask = attn_mask.view(bsz, num_heads, -1, src_len)

            q = q.view(bsz, num_heads, tgt_len, head_dim)
            k = k.view(bsz, num_heads, src_len, head_dim)
            v = v.view(bsz, num_heads, src_len, head_dim)

            mixed = scaled_dot_product_attention(q, k, v, attn_mask, dropout_p, is_causal)
            if _at.v2_14:
                mixed = mixed.permute(2, 0, 1, 3).reshape(bsz * tgt_len, embed_dim)
            else:
                mixed = mixed.permute(2, 0, 1, 3).contiguous().view(bsz * tgt_len, embed_dim)

            mixed = linear(mixed, out_proj_weight, out_proj_bias)
            mixed = mixed.view(tgt_len, bsz, mixed.size(1))
            if not batched:
                mixed = mixed.squeeze(1)
            return mixed, None

else:

    def multi_head_attention_forward(
        query: Tensor,
        key: Tensor,
        value: Tensor,
        embed_dim_to_check: int,
        num_heads: int,
        in_proj_weight: Optional[Tensor],
        in_proj_bias: Optional[Tensor],
        bias_k: Optional[Tensor],
        bias_v: Optional[Tensor],
        add_zero_attn: bool,
        dropout_p: float,
        out_proj_weight: Tensor,
        out_proj_bias: Optional[Tensor],
        training: bool = True,
        key_padding_mask: Optional[Tensor] = None,
        need_weights: bool = True,
        attn_mask: Optional[Tensor] = None,
        use_separate_proj_weight: bool = False,
        q_proj_weight: Optional[Tensor] = None,
        k_proj_weight: Optional[Tensor] = None,
        v_proj_weight: Optional[Tensor] = None,
        static_k: Optional[Tensor] = None,
        static_v: Optional[Tensor] = None,
        average_attn_weights: bool = True,
    ) -> Tuple[Tensor, Optional[Tensor]]:
        batched = _mha_shape_check(query, key, value, key_padding_mask, attn_mask, num_heads)

        # from here on (length, batch, features), whatever came in
        if not batched:
            query = query.unsqueeze(1)
            key = key.unsqueeze(1)
            value = value.unsqueeze(1)
            if key_padding_mask is not None:
                key_padding_mask = key_padding_mask.unsqueeze(0)

        tgt_len, bsz, embed_dim = query.shape
        src_len, _, _ = key.shape
        if key_padding_mask is not None:
            padding_type = key_padding_mask.dtype
            if padding_type != torch.bool and not torch.is_floating_point(key_padding_mask):
                raise AssertionError("key_padding_mask must hold booleans or floating point numbers")
        assert embed_dim == embed_dim_to_check, (
            f"the attention has {embed_dim_to_check} features, the query {embed_dim}"
        )
        if isinstance(embed_dim, torch.Tensor):
            head_dim = embed_dim.div(num_heads, rounding_mode="trunc")
        else:
            head_dim = embed_dim // num_heads
        assert head_dim * num_heads == embed_dim, f"{embed_dim} features do not split into {num_heads} heads"
        if use_separate_proj_weight:
            assert key.shape[:2] == value.shape[:2], (
                f"key {key.shape[:2]} and value {value.shape[:2]} differ in length or batch"
            )
        else:
            assert key.shape == value.shape, f"key {key.shape} and value {value.shape} differ in shape"

        if not use_separate_proj_weight:
            assert in_proj_weight is not None, "no in_proj_weight"
            q, k, v = _in_projection_packed(query, key, value, in_proj_weight, in_proj_bias)
        else:
            assert q_proj_weight is not None, "no q_proj_weight"
            assert k_proj_weight is not None, "no k_proj_weight"
            assert v_proj_weight is not None, "no v_proj_weight"
            if in_proj_bias is None:
                b_q = b_k = b_v = None
            else:
                b_q, b_k, b_v = in_proj_bias.chunk(3)
            q, k, v = _in_projection(query, key, value, q_proj_weight, k_proj_weight, v_proj_weight, b_q, b_k, b_v)

        if attn_mask is not None:
            if attn_mask.dtype == torch.uint8:
                warnings.warn("attn_mask of bytes is deprecated: use booleans")
                attn_mask = attn_mask.to(torch.bool)
            else:
                assert attn_mask.is_floating_point() or attn_mask.dtype == torch.bool, (
                    f"attn_mask holds booleans, bytes or floating point numbers, not {attn_mask.dtype}"
                )
            if attn_mask.dim() == 2:
                flat_size = (tgt_len, src_len)
                if attn_mask.shape != flat_size:
                    raise RuntimeError(f"a 2-D attn_mask of shape {attn_mask.shape} should have {flat_size}")
                attn_mask = attn_mask.unsqueeze(0)
            elif attn_mask.dim() == 3:
                full_size = (bsz * num_heads, tgt_len, src_len)
                if attn_mask.shape != full_size:
                    raise RuntimeError(f"a 3-D attn_mask of shape {attn_mask.shape} should have {full_size}")
            else:
                raise RuntimeError(f"attn_mask is 2-D or 3-D, not {attn_mask.dim()}-D")

        if bias_k is not None and bias_v is not None:
            assert static_k is None, "a static key takes no bias"
            assert static_v is None, "a static value takes no bias"
            k = torch.cat([k, bias_k.repeat(1, bsz, 1)])
            v = torch.cat([v, bias_v.repeat(1, bsz, 1)])
            if attn_mask is not None:
                attn_mask = pad(attn_mask, (0, 1))
            if key_padding_mask is not None:
                key_padding_mask = pad(key_padding_mask, (0, 1))
        else:
            assert bias_k is None
            assert bias_v is None

        # (heads of all batches, length, features of a head)
        q = q.contiguous().view(tgt_len, bsz * num_heads, head_dim).transpose(0, 1)
        if static_k is None:
            k = k.contiguous().view(k.shape[0], bsz * num_heads, head_dim).transpose(0, 1)
        else:
            assert static_k.size(0) == bsz * num_heads, (
                f"static_k.size(0) must be {bsz * num_heads}, it is {static_k.size(0)}"
            )
            assert static_k.size(2) == head_dim, f"static_k.size(2) must be {head_dim}, it is {static_k.size(2)}"
            k = static_k
        if static_v is None:
            v = v.contiguous().view(v.shape[0], bsz * num_heads, head_dim).transpose(0, 1)
        else:
            assert static_v.size(0) == bsz * num_heads, (
                f"static_v.size(0) must be {bsz * num_heads}, it is {static_v.size(0)}"
            )
            assert static_v.size(2) == head_dim, f"static_v.size(2) must be {head_dim}, it is {static_v.size(2)}"
            v = static_v

        if add_zero_attn:
            zero_shape = (bsz * num_heads, 1, head_dim)
            k = torch.cat([k, torch.zeros(zero_shape, dtype=k.dtype, device=k.device)], dim=1)
            v = torch.cat([v, torch.zeros(zero_shape, dtype=v.dtype, device=v.device)], dim=1)
            if attn_mask is not None:
                attn_mask = pad(attn_mask, (0, 1))
            if key_padding_mask is not None:
                key_padding_mask = pad(key_padding_mask, (0, 1))

        src_len = k.size(1)

        if key_padding_mask is not None:
            assert key_padding_mask.shape == (bsz, src_len), (
                f"key_padding_mask needs shape {(bsz, src_len)}, it has {key_padding_mask.shape}"
            )
            key_padding_mask = (
                key_padding_mask.view(bsz, 1, 1, src_len)
                .expand(-1, num_heads, -1, -1)
                .reshape(bsz * num_heads, 1, src_len)
            )
            if attn_mask is None:
                attn_mask = key_padding_mask
            elif attn_mask.dtype == torch.bool:
                attn_mask = attn_mask.logical_or(key_padding_mask)
            else:
                attn_mask = attn_mask.masked_fill(key_padding_mask, float("-inf"))

        if attn_mask is not None and attn_mask.dtype == torch.bool:
            additive = torch.zeros_like(attn_mask, dtype=q.dtype)
            additive.masked_fill_(attn_mask, float("-inf"))
            attn_mask = additive

        if not training:
            dropout_p = 0.0

        B, Nt, E = q.shape
        q_scaled = q / math.sqrt(E)
        if attn_mask is not None:
            scores = torch.baddbmm(attn_mask, q_scaled, k.transpose(-2, -1))
        else:
            scores = torch.bmm(q_scaled, k.transpose(-2, -1))
        scores = softmax(scores, dim=-1)
        if dropout_p > 0.0:
            scores = dropout(scores, p=dropout_p)

        mixed = torch.bmm(scores, v)
        mixed = mixed.transpose(0, 1).contiguous().view(tgt_len * bsz, embed_dim)
        mixed = linear(mixed, out_proj_weight, out_proj_bias)
        mixed = mixed.view(tgt_len, bsz, mixed.size(1))

        if need_weights:
            scores = scores.view(bsz, num_heads, tgt_len, src_len)
            if average_attn_weights:
                scores = scores.sum(dim=1) / num_heads
            if not batched:
                mixed = mixed.squeeze(1)
                scores = scores.squeeze(0)
            return mixed, scores
        else:
            if not batched:
                mixed = mixed.squeeze(1)
            return mixed, None


def _check_key_padding_mask(key_padding_mask: torch.Tensor, src_len: int, bsz: int) -> None:
    if tuple(key_padding_mask.shape) != (bsz, src_len):
        raise AssertionError(f"key_padding_mask needs shape {(bsz, src_len)}, it has {tuple(key_padding_mask.shape)}")


if _at.v2_14:

    def grouped_mm(
        mat_a: Tensor,
        mat_b: Tensor,
        *,
        offs: Optional[Tensor] = None,
        bias: Optional[Tensor] = None,
        out_dtype: Optional[torch.dtype] = None,
    ) -> Tensor:
        return torch._grouped_mm(mat_a, mat_b, offs=offs, bias=bias, out_dtype=out_dtype)

    def scaled_mm(mat_a, mat_b, *scales, **options):
        raise NotImplementedError("scaled_mm runs on GPUs only")

    def scaled_grouped_mm(mat_a, mat_b, *scales, **options):
        raise NotImplementedError("scaled_grouped_mm runs on GPUs only")
