"""Ready parametrizations; answers to torch/nn/utils/parametrizations.py.

Shapes, names and buffers are torch's; the orthogonal map and the singular
value are not computed, because no graph depends on the numbers.
"""

from enum import Enum, auto

import torch
from torch import Tensor

from .. import functional as F
from ..modules.module import Module
from . import parametrize
from .spectral_norm import _as_matrix, _output_dim

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
        return X * 1.0

    def right_inverse(self, Q: torch.Tensor) -> torch.Tensor:
        if hasattr(self, "base") and self.base is None:
            self.base = Q.detach().clone()
        return Q


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
            for name, length in zip(("_u", "_v"), _as_matrix(weight, self.dim).size()):
                self.register_buffer(name, F.normalize(torch.randn(length, dtype=weight.dtype), dim=0, eps=eps))

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        return weight * 1.0

    def right_inverse(self, value: torch.Tensor) -> torch.Tensor:
        return value


def spectral_norm(module, name: str = "weight", n_power_iterations: int = 1, eps: float = 1e-12, dim=None):
    weight = getattr(module, name, None)
    if not isinstance(weight, Tensor):
        raise ValueError(f"{type(module).__name__} has no tensor {name}")
    dim = _output_dim(module) if dim is None else dim
    return parametrize.register_parametrization(module, name, _SpectralNorm(weight, n_power_iterations, dim, eps))
