"""Ready parametrizations; answers to torch/nn/utils/parametrizations.py.

Shapes, names and buffers are torch's; the inverse of the orthogonal map is not computed.
"""

from enum import Enum, auto

import torch
from torch import Tensor

from .. import functional as F
from ..modules.module import Module
from .. import _target as _at
from . import parametrize
from .spectral_norm import _output_dim

__all__ = ["orthogonal", "spectral_norm", "weight_norm"]


class _OrthMaps(Enum):
    matrix_exp = auto()
    cayley = auto()
    householder = auto()


class _Orthogonal(Module):
    base: Tensor

    def __init__(self, weight, orthogonal_map: _OrthMaps, *, use_trivialization=True) -> None:
        super().__init__()
        self.shape = weight.shape
        self.orthogonal_map = orthogonal_map
        if use_trivialization:
            self.register_buffer("base", None)

    def forward(self, X: torch.Tensor) -> torch.Tensor:
        n, k = X.size(-2), X.size(-1)
        transposed = n < k
        if transposed:
            X = X.mT
            n, k = k, n
        if self.orthogonal_map == _OrthMaps.matrix_exp or self.orthogonal_map == _OrthMaps.cayley:
            X = X.tril()
            if n != k:
                X = torch.cat([X, X.new_zeros(n, n - k).expand(*X.shape[:-2], -1, -1)], dim=-1)
            A = X - X.mH
            if self.orthogonal_map == _OrthMaps.matrix_exp:
                Q = torch.matrix_exp(A)
            elif self.orthogonal_map == _OrthMaps.cayley:
                unit = torch.eye(n, dtype=A.dtype, device=A.device)
                Q = torch.linalg.solve(torch.add(unit, A, alpha=-0.5), torch.add(unit, A, alpha=0.5))
            if n != k:
                Q = Q[..., :k]
        else:
            A = X.tril(diagonal=-1)
            tau = 2.0 / (1.0 + (A * A).sum(dim=-2))
            Q = torch.linalg.householder_product(A, tau)
            Q = Q * X.diagonal(dim1=-2, dim2=-1).int().unsqueeze(-2)
        if hasattr(self, "base"):
            Q = self.base @ Q
        if transposed:
            Q = Q.mT
        return Q

    def right_inverse(self, Q: torch.Tensor) -> torch.Tensor:
        if Q.shape != self.shape:
            raise ValueError(f"the weight has shape {list(self.shape)}, not {list(Q.shape)}")
        rows, columns = sorted(Q.shape[-2:], reverse=True)
        if not hasattr(self, "base"):
            if self.orthogonal_map in (_OrthMaps.cayley, _OrthMaps.matrix_exp):
                raise NotImplementedError("without trivialization a weight cannot be assigned to this orthogonal map")
            return Q.detach().clone()
        # an orthogonal square whose first columns are the weight's; its numbers are not computed
        self.base = torch.empty((*Q.shape[:-2], rows, rows), dtype=Q.dtype, device=Q.device).copy_(torch.linalg.qr(Q.new_empty((*Q.shape[:-2], rows, rows)))[0])
        made = torch.zeros_like(Q)
        made.diagonal(dim1=-2, dim2=-1).fill_(-1.0)
        return made


def orthogonal(module, name: str = "weight", orthogonal_map=None, *, use_trivialization: bool = True):
    weight = getattr(module, name, None)
    if not isinstance(weight, Tensor):
        raise ValueError(f"{type(module).__name__} has no tensor {name}")
    if weight.ndim < 2:
        raise ValueError(f"an orthogonal weight has 2 dimensions or more, {name} has {weight.ndim}")
    if orthogonal_map is None:
        square = weight.shape[-2] == weight.shape[-1] or weight.is_complex()
        orthogonal_map = "matrix_exp" if square else "householder"
    chosen = getattr(_OrthMaps, orthogonal_map, None)
    if chosen is None:
        raise ValueError(f"orthogonal_map is one of {[m.name for m in _OrthMaps]}, not {orthogonal_map!r}")
    layer = _Orthogonal(weight, chosen, use_trivialization=use_trivialization)
    return parametrize.register_parametrization(module, name, layer, unsafe=True)


class _WeightNorm(Module):
    def __init__(self, dim=0) -> None:
        super().__init__()
        self.dim = -1 if dim is None else dim

    def forward(self, weight_g, weight_v):
        return torch._weight_norm(weight_v, weight_g, self.dim)

    def right_inverse(self, weight):
        return torch.norm_except_dim(weight, 2, self.dim), weight


def weight_norm(module, name: str = "weight", dim: int = 0):
    parametrize.register_parametrization(module, name, _WeightNorm(dim), unsafe=True)

    def read_old_names(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs):
        """State dicts of the hook version call the two tensors name_g and name_v."""
        old = [f"{prefix}{name}_{suffix}" for suffix in "gv"]
        if all(key in state_dict for key in old):
            for i, key in enumerate(old):
                state_dict[f"{prefix}parametrizations.{name}.original{i}"] = state_dict.pop(key)

    module._register_load_state_dict_pre_hook(read_old_names)
    return module


class _SpectralNorm(Module):
    def __init__(self, weight: torch.Tensor, n_power_iterations: int = 1, dim: int = 0, eps: float = 1e-12) -> None:
        super().__init__()
        if not -weight.ndim <= dim < weight.ndim:
            raise IndexError(f"dim {dim} lies outside of {weight.ndim} dimensions")
        if n_power_iterations <= 0:
            raise ValueError(f"spectral norm needs at least one iteration, not {n_power_iterations}")
        self.dim = dim if dim >= 0 else dim + weight.ndim
        self.eps = eps
        if weight.ndim > 1:
            self.n_power_iterations = n_power_iterations
            matrix = self._reshape_weight_to_matrix(weight)
            for name, length in zip(("_u", "_v"), matrix.size()):
                self.register_buffer(name, F.normalize(matrix.new_empty(length).normal_(0, 1), dim=0, eps=self.eps))
            self._power_method(matrix, 15)

    if _at.v2_14:
        def _reshape_weight_to_matrix(self, weight: torch.Tensor) -> torch.Tensor:
            if weight.ndim <= 1:
                raise AssertionError(f"a matrix is made of 2 dimensions or more, not {weight.ndim}")
            if self.dim != 0:
                weight = weight.permute(self.dim, *(other for other in range(weight.dim()) if other != self.dim))
            return weight.flatten(1)
    else:
        def _reshape_weight_to_matrix(self, weight: torch.Tensor) -> torch.Tensor:
            assert weight.ndim > 1
            if self.dim != 0:
                weight = weight.permute(self.dim, *(other for other in range(weight.dim()) if other != self.dim))
            return weight.flatten(1)

    @torch.autograd.no_grad()
    def _power_method(self, weight_mat: torch.Tensor, n_power_iterations: int) -> None:
        assert weight_mat.ndim > 1
        for _ in range(n_power_iterations):
            self._u = F.normalize(torch.mv(weight_mat, self._v), dim=0, eps=self.eps, out=self._u)
            self._v = F.normalize(torch.mv(weight_mat.t(), self._u), dim=0, eps=self.eps, out=self._v)

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        if weight.ndim == 1:
            return F.normalize(weight, dim=0, eps=self.eps)
        else:
            weight_mat = self._reshape_weight_to_matrix(weight)
            if self.training:
                self._power_method(weight_mat, self.n_power_iterations)
            u = self._u.clone(memory_format=torch.contiguous_format)
            v = self._v.clone(memory_format=torch.contiguous_format)
            if _at.v2_6:
                sigma = torch.vdot(u, torch.mv(weight_mat, v))
            else:
                sigma = torch.dot(u, torch.mv(weight_mat, v))
            return weight / sigma

    def right_inverse(self, value: torch.Tensor) -> torch.Tensor:
        return value


def spectral_norm(module, name: str = "weight", n_power_iterations: int = 1, eps: float = 1e-12, dim=None):
    weight = getattr(module, name, None)
    if not isinstance(weight, Tensor):
        raise ValueError(f"{type(module).__name__} has no tensor {name}")
    dim = _output_dim(module) if dim is None else dim
    return parametrize.register_parametrization(module, name, _SpectralNorm(weight, n_power_iterations, dim, eps))


if not _at.v2_6:
    del weight_norm
    __all__.remove("weight_norm")
