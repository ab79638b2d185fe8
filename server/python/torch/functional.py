"""Functions that torch writes in Python; answers to torch/functional.py.

Some are operators to the script compiler (einsum, split, meshgrid ...): their bodies only run while a model is
built. The others (cdist, lu, norm, stft, tensordot, unique ...) are compiled from this text, so their operators,
branches and calls stand in torch's order. The `__torch_function__` guards are left out: they leave no trace in a graph.
`_at` selects a release where releases differ.
"""
from typing import Any, List, Optional, Tuple, Union

import torch
import torch.nn.functional as F
from torch import _VF, Tensor
from torch._jit_internal import _overload, boolean_dispatch
from torch._lens import core as _core
from torch.nn import _target as _at

__all__ = [
    "atleast_1d", "atleast_2d", "atleast_3d", "align_tensors", "broadcast_shapes", "broadcast_tensors", "cartesian_prod", "block_diag", "cdist", "chain_matmul", "einsum", "istft", "lu", "norm",
    "meshgrid", "pca_lowrank", "split", "stft", "svd_lowrank", "tensordot", "unique", "unique_consecutive", "unravel_index",
]


# --- operators with a Python face -------------------------------------------

def broadcast_tensors(*tensors):
    return _VF.broadcast_tensors(tensors)


def broadcast_shapes(*shapes):
    return torch.Size(_core.broadcast_shapes(*((s,) if isinstance(s, int) else tuple(s) for s in shapes)))


def split(tensor: Tensor, split_size_or_sections: Union[int, List[int]], dim: int = 0) -> Tuple[Tensor, ...]:
    return tensor.split(split_size_or_sections, dim)


def _letter(number):
    if not 0 <= number < 52:
        raise ValueError(f"a subscript of einsum is a number from 0 to 51, not {number}")
    return chr((ord("A") if number < 26 else ord("a") - 26) + number)


def _written(subscripts):
    return "".join("..." if s is Ellipsis else _letter(s) for s in subscripts)


def einsum(*args: Any) -> Tensor:
    if len(args) < 2:
        raise ValueError("einsum needs an equation and at least one operand")
    if isinstance(args[0], Tensor):  # operand, subscripts, operand, subscripts, ... and perhaps those of the result
        equation = ",".join(_written(s) for s in args[1::2])
        if len(args) % 2:
            equation += "->" + _written(args[-1])
            operands = args[:-1:2]
        else:
            operands = args[::2]
    else:
        equation, operands = args[0], args[1:]
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        return einsum(equation, *operands[0])
    return _VF.einsum(equation, operands)


def meshgrid(*tensors, indexing: Optional[str] = None) -> Tuple[Tensor, ...]:
    return _meshgrid(*tensors, indexing=indexing)


def _meshgrid(*tensors, indexing: Optional[str]):
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = tensors[0]
    return _VF.meshgrid(tensors) if indexing is None else _VF.meshgrid(tensors, indexing=indexing)


istft = torch.istft if "istft" in vars(torch) else _VF.istft


def cartesian_prod(*tensors: Tensor) -> Tensor:
    return _VF.cartesian_prod(tensors)


def block_diag(*tensors):
    return _VF.block_diag(tensors)


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


def chain_matmul(*matrices, out=None):
    return _VF.chain_matmul(matrices) if out is None else _VF.chain_matmul(matrices, out=out)


def unravel_index(indices: Tensor, shape) -> Tuple[Tensor, ...]:
    sizes = torch.Size([shape]) if isinstance(shape, int) else torch.Size(shape)
    steps = _core.contiguous_strides(sizes)
    whole = indices.unsqueeze(-1).floor_divide(torch.tensor(steps, dtype=torch.int64)) % torch.tensor(list(sizes), dtype=torch.int64)
    return whole.unbind(-1)


def pca_lowrank(A: Tensor, q: Optional[int] = None, center: bool = True, niter: int = 2) -> Tuple[Tensor, Tensor, Tensor]:
    return svd_lowrank(A, min(6, *A.shape[-2:]) if q is None else q, niter)


def svd_lowrank(A: Tensor, q: Optional[int] = 6, niter: Optional[int] = 2, M: Optional[Tensor] = None) -> Tuple[Tensor, Tensor, Tensor]:
    rows, columns = A.shape[-2:]
    return A.new_empty((*A.shape[:-2], rows, q)), A.new_empty((*A.shape[:-2], q)), A.new_empty((*A.shape[:-2], columns, q))


def align_tensors(*tensors):
    raise RuntimeError("align_tensors was never finished in torch")


# --- compiled from here on --------------------------------------------------

if _at.v2_14:
    def stft(input: Tensor, n_fft: int, hop_length: Optional[int] = None,
             win_length: Optional[int] = None, window: Optional[Tensor] = None,
             center: bool = True, pad_mode: str = 'reflect', normalized: bool = False,
             onesided: Optional[bool] = None,
             return_complex: Optional[bool] = None,
             align_to_window: Optional[bool] = None) -> Tensor:
        if center and align_to_window is not None:
            raise RuntimeError("align_to_window belongs to a stft that is not centered")
        if center:
            rank = input.dim()
            shape = [1] * (3 - rank) + list(input.size())
            margin = int(n_fft // 2)
            input = F.pad(input.view(shape), [margin, margin], pad_mode)
            input = input.view(input.shape[-rank:])
        return _VF.stft(input, n_fft, hop_length, win_length, window, normalized, onesided, return_complex, align_to_window)
else:
    def stft(input: Tensor, n_fft: int, hop_length: Optional[int] = None,
             win_length: Optional[int] = None, window: Optional[Tensor] = None,
             center: bool = True, pad_mode: str = 'reflect', normalized: bool = False,
             onesided: Optional[bool] = None,
             return_complex: Optional[bool] = None) -> Tensor:
        if center:
            rank = input.dim()
            shape = [1] * (3 - rank) + list(input.size())
            margin = int(n_fft // 2)
            input = F.pad(input.view(shape), [margin, margin], pad_mode)
            input = input.view(input.shape[-rank:])
        return _VF.stft(input, n_fft, hop_length, win_length, window, normalized, onesided, return_complex)


def _unique_impl(input: Tensor, sorted: bool = True,
                 return_inverse: bool = False, return_counts: bool = False,
                 dim: Optional[int] = None) -> Tuple[Tensor, Tensor, Tensor]:
    if dim is not None:
        found, places, counts = _VF.unique_dim(input, dim, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts)
    else:
        found, places, counts = torch._unique2(input, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts)
    return found, places, counts


def _unique_consecutive_impl(input: Tensor, return_inverse: bool = False,
                             return_counts: bool = False,
                             dim: Optional[int] = None) -> Tuple[Tensor, Tensor, Tensor]:
    found, places, counts = _VF.unique_consecutive(input, return_inverse=return_inverse, return_counts=return_counts, dim=dim)
    return found, places, counts


def _return_inverse_and_counts(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, bool, Optional[int]) -> Tuple[Tensor, Tensor, Tensor]
    return _unique_impl(input, sorted, return_inverse, return_counts, dim)


def _return_counts(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, bool, Optional[int]) -> Tuple[Tensor, Tensor]
    found, _, counts = _unique_impl(input, sorted, return_inverse, return_counts, dim)
    return found, counts


def _return_output(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, bool, Optional[int]) -> Tensor
    found, _, _ = _unique_impl(input, sorted, return_inverse, return_counts, dim)
    return found


def _return_inverse(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, bool, Optional[int]) -> Tuple[Tensor, Tensor]
    found, places, _ = _unique_impl(input, sorted, return_inverse, return_counts, dim)
    return found, places


def _consecutive_return_inverse_and_counts(input, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, Optional[int]) -> Tuple[Tensor, Tensor, Tensor]
    return _unique_consecutive_impl(input, return_inverse, return_counts, dim)


def _consecutive_return_counts(input, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, Optional[int]) -> Tuple[Tensor, Tensor]
    found, _, counts = _unique_consecutive_impl(input, return_inverse, return_counts, dim)
    return found, counts


def _consecutive_return_output(input, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, Optional[int]) -> Tensor
    found, _, _ = _unique_consecutive_impl(input, return_inverse, return_counts, dim)
    return found


def _consecutive_return_inverse(input, return_inverse=False, return_counts=False, dim=None):
    # type: (Tensor, bool, bool, Optional[int]) -> Tuple[Tensor, Tensor]
    found, places, _ = _unique_consecutive_impl(input, return_inverse, return_counts, dim)
    return found, places


def _choose(name, flag, place, yes, no):
    return boolean_dispatch(arg_name=flag, arg_index=place, default=False, if_true=yes, if_false=no, module_name=__name__, func_name=name)


# before 2.14 the branch that gives everything is the implementation itself
_return_inverse_false = _choose("unique", "return_counts", 3, _return_counts, _return_output)
_return_inverse_true = _choose("unique", "return_counts", 3, _return_inverse_and_counts if _at.v2_14 else _unique_impl, _return_inverse)
unique = _choose("unique", "return_inverse", 2, _return_inverse_true, _return_inverse_false)
# torch gives 1 and 2 here, one place too far to the right for the second
_consecutive_return_inverse_false = _choose("unique_consecutive", "return_counts", 1, _consecutive_return_counts, _consecutive_return_output)
_consecutive_return_inverse_true = _choose(
    "unique_consecutive", "return_counts", 1, _consecutive_return_inverse_and_counts if _at.v2_14 else _unique_consecutive_impl, _consecutive_return_inverse)
unique_consecutive = _choose("unique_consecutive", "return_inverse", 2, _consecutive_return_inverse_true, _consecutive_return_inverse_false)


@_overload
def tensordot(a, b, dims: int = 2, out: Optional[torch.Tensor] = None):
    pass


@_overload
def tensordot(a, b, dims: Tuple[List[int], List[int]], out: Optional[torch.Tensor] = None):  # noqa: F811
    pass


@_overload
def tensordot(a, b, dims: List[List[int]], out: Optional[torch.Tensor] = None):  # noqa: F811
    pass


@_overload
def tensordot(a, b, dims: torch.Tensor, out: Optional[torch.Tensor] = None):  # noqa: F811
    pass


def tensordot(a, b, dims=2, out: Optional[torch.Tensor] = None):  # noqa: F811
    if not isinstance(dims, (tuple, list, torch.Tensor, int)):
        raise RuntimeError(f"tensordot takes dims as a number or as two lists of dimensions, not {dims}")

    dims_a: List[int] = []
    dims_b: List[int] = []

    if isinstance(dims, (tuple, list)):
        dims_a, dims_b = dims

    if isinstance(dims, torch.Tensor):
        count = dims.numel()
        if count > 1:
            if _at.v2_14:
                if dims.size()[0] != 2:
                    raise AssertionError(f"dims as a tensor has two rows, not {dims.size()[0]}")
            else:
                assert dims.size()[0] == 2
            dims_a = torch.jit.annotate(List[int], dims[0].tolist())
            dims_b = torch.jit.annotate(List[int], dims[1].tolist())
        else:
            single = int(dims.item())
            if single < 0:
                raise RuntimeError(f"tensordot cannot sum over a negative number of dimensions: {dims}")
            dims_a = list(range(-single, 0))
            dims_b = list(range(single))
    if isinstance(dims, int):
        if dims < 0:
            raise RuntimeError(f"tensordot cannot sum over a negative number of dimensions: {dims}")
        if _at.v2_6:
            if dims > min(a.dim(), b.dim()):
                raise RuntimeError(f"tensordot cannot sum over more dimensions than the tensors have: {dims}")
        dims_a = list(range(-dims, 0))
        dims_b = list(range(dims))

    if out is None:
        return _VF.tensordot(a, b, dims_a, dims_b)
    else:
        return _VF.tensordot(a, b, dims_a, dims_b, out=out)


def cdist(x1, x2, p=2.0, compute_mode='use_mm_for_euclid_dist_if_necessary'):
    # type: (Tensor, Tensor, float, str) -> (Tensor)
    if compute_mode == 'use_mm_for_euclid_dist_if_necessary':
        return _VF.cdist(x1, x2, p, None)
    elif compute_mode == 'use_mm_for_euclid_dist':
        return _VF.cdist(x1, x2, p, 1)
    elif compute_mode == 'donot_use_mm_for_euclid_dist':
        return _VF.cdist(x1, x2, p, 2)
    else:
        raise ValueError(f"cdist has no compute_mode {compute_mode}")


@_overload
def norm(input, p="fro", dim=None, keepdim=False, out=None, dtype=None):
    # type: (Tensor, str, Optional[List[int]], bool, Optional[Tensor], Optional[int]) -> Tensor
    pass


@_overload
def norm(input, p="fro", dim=None, keepdim=False, out=None, dtype=None):  # noqa: F811
    # type: (Tensor, Optional[number], Optional[List[int]], bool, Optional[Tensor], Optional[int]) -> Tensor
    pass


@_overload
def norm(input, p="fro", dim=None, keepdim=False, out=None, dtype=None):  # noqa: F811
    # type: (Tensor, Optional[number], Optional[int], bool, Optional[Tensor], Optional[int]) -> Tensor
    pass


@_overload
def norm(input, p="fro", dim=None, keepdim=False, out=None, dtype=None):  # noqa: F811
    # type: (Tensor, str, Optional[int], bool, Optional[Tensor], Optional[int]) -> Tensor
    pass


def norm(input, p: Optional[Union[float, str]] = "fro", dim=None, keepdim=False, out=None, dtype=None):  # noqa: F811
    # the devices that torch lists: the branch stays in the graph
    if _at.v2_14:
        dense = input.layout == torch.strided and input.device.type in ("cpu", "cuda", "xpu", "meta", torch.utils.backend_registration._privateuse1_backend_name)
    elif _at.v2_6:
        dense = input.layout == torch.strided and input.device.type in ("cpu", "cuda", "meta", torch.utils.backend_registration._privateuse1_backend_name)
    if _at.v2_6:
        if dense:
            if dim is not None:
                if isinstance(dim, int):
                    _dim = [dim]
                else:
                    _dim = dim
            else:
                _dim = None
            if isinstance(p, str):
                if p == "fro" and (dim is None or isinstance(dim, int) or len(dim) <= 2):
                    if out is None:
                        return torch.linalg.vector_norm(input, 2, _dim, keepdim, dtype=dtype)
                    else:
                        return torch.linalg.vector_norm(input, 2, _dim, keepdim, dtype=dtype, out=out)
                if _dim is None:
                    _dim = list(range(input.ndim))
                if out is None:
                    return torch.linalg.matrix_norm(input, p, _dim, keepdim, dtype=dtype)
                else:
                    return torch.linalg.matrix_norm(input, p, _dim, keepdim, dtype=dtype, out=out)
            else:
                _p = 2.0 if p is None else p
                if out is None:
                    return torch.linalg.vector_norm(input, _p, _dim, keepdim, dtype=dtype)
                else:
                    return torch.linalg.vector_norm(input, _p, _dim, keepdim, dtype=dtype, out=out)

    ndim = input.dim()
    if dim is None and out is None and dtype is None and p is not None:
        if isinstance(p, str):
            if p == "fro":
                return _VF.frobenius_norm(input, dim=(), keepdim=keepdim)
        if not isinstance(p, str):
            _dim = [i for i in range(ndim)] if not _at.v2_6 else list(range(ndim))
            return _VF.norm(input, p, dim=_dim, keepdim=keepdim)
    if dim is not None:
        if isinstance(dim, int):
            _dim = [dim]
        else:
            _dim = dim
    else:
        _dim = None

    if isinstance(p, str):
        if p == "fro":
            if dtype is not None:
                raise ValueError("a frobenius norm takes no dtype")
            if _dim is None:
                _dim = list(range(ndim))
            if out is None:
                return _VF.frobenius_norm(input, _dim, keepdim=keepdim)
            else:
                return _VF.frobenius_norm(input, _dim, keepdim=keepdim, out=out)
        elif p == "nuc":
            if dtype is not None:
                raise ValueError("a nuclear norm takes no dtype")
            if _dim is None:
                if out is None:
                    return _VF.nuclear_norm(input, keepdim=keepdim)
                else:
                    return _VF.nuclear_norm(input, keepdim=keepdim, out=out)
            else:
                if out is None:
                    return _VF.nuclear_norm(input, _dim, keepdim=keepdim)
                else:
                    return _VF.nuclear_norm(input, _dim, keepdim=keepdim, out=out)
        raise RuntimeError(f"a norm is named 'fro' or 'nuc', not {p}")
    else:
        if _dim is None:
            _dim = list(range(ndim))
        if out is None:
            if dtype is None:
                return _VF.norm(input, p, _dim, keepdim=keepdim)
            else:
                return _VF.norm(input, p, _dim, keepdim=keepdim, dtype=dtype)
        else:
            if dtype is None:
                return _VF.norm(input, p, _dim, keepdim=keepdim, out=out)
            else:
                return _VF.norm(input, p, _dim, keepdim=keepdim, dtype=dtype, out=out)


def _lu_impl(A, pivot=True, get_infos=False, out=None):
    # type: (Tensor, bool, bool, Any) -> Tuple[Tensor, Tensor, Tensor]
    return torch._lu_with_info(A, pivot=pivot, check_errors=(not get_infos))


def _check_list_size(out_len: int, get_infos: bool, out: List[Tensor]) -> None:
    extra = 1 if get_infos else 0
    if out_len - extra != 2:
        raise TypeError(f"out needs {2 + int(get_infos)} tensors, not {out_len}")
    if not isinstance(out, (tuple, list)):
        raise TypeError(f"out is a tuple of tensors, not {type(out).__name__}")


def _lu_with_infos(A, pivot=True, get_infos=False, out=None):
    # type: (Tensor, bool, bool, Optional[Tuple[Tensor, Tensor, Tensor]]) -> Tuple[Tensor, Tensor, Tensor]
    result = _lu_impl(A, pivot, get_infos, out)
    if out is not None:
        _check_list_size(len(out), get_infos, out)
        for i in range(len(out)):
            out[i].resize_as_(result[i]).copy_(result[i])
        return out
    else:
        return result


def _lu_no_infos(A, pivot=True, get_infos=False, out=None):
    # type: (Tensor, bool, bool, Optional[Tuple[Tensor, Tensor]]) -> Tuple[Tensor, Tensor]
    result = _lu_impl(A, pivot, get_infos, out)
    if out is not None:
        _check_list_size(len(out), get_infos, out)
        for i in range(len(out)):
            out[i].resize_as_(result[i]).copy_(result[i])
        return out
    else:
        return result[0], result[1]


lu = _choose("lu", "get_infos", 2, _lu_with_infos, _lu_no_infos)


def _lens_choose():
    """Called when the release is chosen after this module was imported."""
    _return_inverse_true.__lens_boolean_dispatch__["if_true"] = _return_inverse_and_counts if _at.v2_14 else _unique_impl
    _consecutive_return_inverse_true.__lens_boolean_dispatch__["if_true"] = _consecutive_return_inverse_and_counts if _at.v2_14 else _unique_consecutive_impl
