"""Functions that real torch writes in Python; TorchScript compiles their sources. Answers to torch/functional.py."""
from typing import Any, List, Optional, Tuple, Union

import torch
from torch import _VF, Tensor
from torch._jit_internal import boolean_dispatch
from torch._lens.elementwise import OPS as _OPS
from torch._lens import core as _core

__all__ = ["atleast_1d", "atleast_2d", "atleast_3d", "align_tensors", "broadcast_shapes", "broadcast_tensors", "cartesian_prod", "block_diag", "cdist", "chain_matmul", "einsum", "istft", "lu", "norm",
           "meshgrid", "split", "stft", "tensordot", "unique", "unique_consecutive"]


def broadcast_tensors(*tensors):
    return _VF.broadcast_tensors(tensors)


def broadcast_shapes(*shapes):
    return torch.Size(_core.broadcast_shapes(*((s,) if isinstance(s, int) else tuple(s) for s in shapes)))


def split(tensor: Tensor, split_size_or_sections: Union[int, List[int]], dim: int = 0) -> Tuple[Tensor, ...]:
    return tensor.split(split_size_or_sections, dim)


def einsum(*args: Any) -> Tensor:
    if len(args) < 2:
        raise ValueError("einsum needs an equation and at least one operand")
    equation = args[0]
    operands = args[1:]
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = tuple(operands[0])
    return _VF.einsum(equation, operands)


def meshgrid(*tensors, indexing: Optional[str] = None) -> Tuple[Tensor, ...]:
    return _meshgrid(*tensors, indexing=indexing)


def _meshgrid(*tensors, indexing: Optional[str]):
    return _OPS["meshgrid"](*tensors, indexing=indexing)


def stft(input: Tensor, n_fft: int, hop_length: Optional[int] = None, win_length: Optional[int] = None, window: Optional[Tensor] = None, center: bool = True,
         pad_mode: str = 'reflect', normalized: bool = False, onesided: Optional[bool] = None, return_complex: Optional[bool] = None) -> Tensor:
    return _VF.stft(input, n_fft, hop_length, win_length, window, normalized, onesided, return_complex)


istft = torch.istft if hasattr(torch, "istft") else _VF.istft


def _unique_impl(input: Tensor, sorted: bool = True, return_inverse: bool = False, return_counts: bool = False, dim: Optional[int] = None):
    if dim is not None:
        output, inverse_indices, counts = _VF.unique_dim(input, dim, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts)
    else:
        output, inverse_indices, counts = torch._unique2(input, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts)
    return output, inverse_indices, counts


def _unique_consecutive_impl(input: Tensor, return_inverse: bool = False, return_counts: bool = False, dim: Optional[int] = None):
    output, inverse_indices, counts = _VF.unique_consecutive(input, return_inverse=return_inverse, return_counts=return_counts, dim=dim)
    return output, inverse_indices, counts


def _return_counts(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, bool, Optional[int]) -> Tuple[Tensor, Tensor]
    output, _, counts = _unique_impl(input, sorted, return_inverse, return_counts, dim)
    return output, counts


def _return_output(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, bool, Optional[int]) -> Tensor
    output, _, _ = _unique_impl(input, sorted, return_inverse, return_counts, dim)
    return output


def _return_inverse(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, bool, Optional[int]) -> Tuple[Tensor, Tensor]
    output, inverse_indices, _ = _unique_impl(input, sorted, return_inverse, return_counts, dim)
    return output, inverse_indices


_return_inverse_false = boolean_dispatch(arg_name="return_counts", arg_index=3, default=False, if_true=_return_counts, if_false=_return_output, module_name=__name__, func_name="unique")
_return_inverse_true = boolean_dispatch(arg_name="return_counts", arg_index=3, default=False, if_true=_unique_impl, if_false=_return_inverse, module_name=__name__, func_name="unique")
unique = boolean_dispatch(arg_name="return_inverse", arg_index=2, default=False, if_true=_return_inverse_true, if_false=_return_inverse_false, module_name=__name__, func_name="unique")


def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    return _unique_consecutive_impl(input, return_inverse, return_counts, dim)


def tensordot(a, b, dims=2, out=None):
    if isinstance(dims, int):
        dims_a = list(range(-dims, 0))
        dims_b = list(range(dims))
    else:
        dims_a, dims_b = dims
    return _VF.tensordot(a, b, dims_a, dims_b)


def cartesian_prod(*tensors: Tensor) -> Tensor:
    return _VF.cartesian_prod(tensors)


def block_diag(*tensors):
    return torch._C._VariableFunctions.block_diag(tensors) if False else _OPS["block_diag"](tensors)


def cdist(x1, x2, p=2.0, compute_mode='use_mm_for_euclid_dist_if_necessary'):
    # type: (Tensor, Tensor, float, str) -> (Tensor)
    if compute_mode == 'use_mm_for_euclid_dist_if_necessary':
        return _VF.cdist(x1, x2, p, None)
    elif compute_mode == 'use_mm_for_euclid_dist':
        return _VF.cdist(x1, x2, p, 1)
    elif compute_mode == 'donot_use_mm_for_euclid_dist':
        return _VF.cdist(x1, x2, p, 2)
    else:
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")


def atleast_1d(*tensors):
    if len(tensors) == 1:
        tensors = tensors[0]
    return _VF.atleast_1d(tensors)


def atleast_2d(*tensors):
    if len(tensors) == 1:
        tensors = tensors[0]
    return _VF.atleast_2d(tensors)


def atleast_3d(*tensors):
    if len(tensors) == 1:
        tensors = tensors[0]
    return _VF.atleast_3d(tensors)


def norm(input, p: Optional[Union[float, str]] = "fro", dim=None, keepdim=False, out=None, dtype=None):
    return Tensor.norm(input, p, dim, keepdim, dtype)


def chain_matmul(*matrices, out=None):
    return _VF.chain_matmul(matrices)


def lu(A, pivot=True, get_infos=False, out=None):
    return torch._lu_with_info(A, pivot=pivot, check_errors=(not get_infos))


def align_tensors(*tensors):
    return tensors
