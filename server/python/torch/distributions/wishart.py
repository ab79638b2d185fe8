"""Wishart: the distribution (answers to torch.distributions.wishart)."""
import math

import torch
from torch.distributions import constraints
from torch.distributions.exp_family import ExponentialFamily
from torch.distributions.multivariate_normal import _precision_to_scale_tril
from torch.distributions.utils import drawn, lazy_property

__all__ = ["Wishart"]


class Wishart(ExponentialFamily):
    arg_constraints = {
        "covariance_matrix": constraints.positive_definite, "precision_matrix": constraints.positive_definite,
        "scale_tril": constraints.lower_cholesky, "df": constraints.greater_than(0),
    }
    support = constraints.positive_definite
    has_rsample = True
    _mean_carrier_measure = 0

    def __init__(self, df, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        given = {"scale_tril": scale_tril, "covariance_matrix": covariance_matrix, "precision_matrix": precision_matrix}
        named = [name for name in given if given[name] is not None]
        if len(named) != 1:
            raise ValueError("give one of covariance_matrix, precision_matrix and scale_tril")
        name = named[0]
        matrix = given[name]
        if matrix.dim() < 2:
            raise ValueError(f"{name} needs at least two dimensions")
        df = torch.tensor(df, dtype=matrix.dtype, device=matrix.device) if not isinstance(df, torch.Tensor) else df
        batch_shape = torch.broadcast_shapes(matrix.shape[:-2], df.shape)
        self.df = df.expand(batch_shape)
        setattr(self, name, matrix.expand(batch_shape + (-1, -1)))
        self._batch_dims = [-(x + 1) for x in range(len(batch_shape))]
        super().__init__(batch_shape, matrix.shape[-2:], validate_args=validate_args)
        self._unbroadcasted_scale_tril = scale_tril if name == "scale_tril" else torch.linalg.cholesky(covariance_matrix) if name == "covariance_matrix" else _precision_to_scale_tril(precision_matrix)

    def expand(self, batch_shape, _instance=None):
        batch_shape = torch.Size(batch_shape)
        new = self._expanded(Wishart, batch_shape, _instance, ("covariance_matrix", "scale_tril", "precision_matrix"), self.event_shape)
        new.df = self.df.expand(batch_shape)
        new._unbroadcasted_scale_tril = self._unbroadcasted_scale_tril.expand(batch_shape + self.event_shape)
        new._batch_dims = [-(x + 1) for x in range(len(batch_shape))]
        return new

    @lazy_property
    def scale_tril(self):
        return self._unbroadcasted_scale_tril.expand(self._batch_shape + self._event_shape)

    @lazy_property
    def covariance_matrix(self):
        lower = self._unbroadcasted_scale_tril
        return (lower @ lower.transpose(-2, -1)).expand(self._batch_shape + self._event_shape)

    @lazy_property
    def precision_matrix(self):
        return torch.cholesky_inverse(self._unbroadcasted_scale_tril).expand(self._batch_shape + self._event_shape)

    @property
    def mean(self):
        return self.df.view(self._batch_shape + (1, 1)) * self.covariance_matrix

    @property
    def mode(self):
        return (self.df - self.covariance_matrix.shape[-1] - 1).view(self._batch_shape + (1, 1)) * self.covariance_matrix

    @property
    def variance(self):
        matrix = self.covariance_matrix
        diagonal = matrix.diagonal(dim1=-2, dim2=-1)
        return self.df.view(self._batch_shape + (1, 1)) * (matrix.pow(2) + diagonal.unsqueeze(-1) * diagonal.unsqueeze(-2))

    def rsample(self, sample_shape=torch.Size(), max_try_correction=None):
        return drawn(self._extended_shape(sample_shape), self._unbroadcasted_scale_tril)

    def log_prob(self, value):
        if self._validate_args:
            self._validate_sample(value)
        n = self._event_shape[-1]
        log_det = self._unbroadcasted_scale_tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        inverse = torch.cholesky_solve(value, self._unbroadcasted_scale_tril).diagonal(dim1=-2, dim2=-1).sum(dim=-1)
        return -self.df * (n * math.log(2) / 2 + log_det) - torch.mvlgamma(self.df / 2, p=n) + (self.df - n - 1) / 2 * torch.linalg.slogdet(value).logabsdet - inverse / 2

    def entropy(self):
        n = self._event_shape[-1]
        log_det = self._unbroadcasted_scale_tril.diagonal(dim1=-2, dim2=-1).log().sum(-1)
        steps = torch.arange(n, dtype=self.df.dtype, device=self.df.device) / 2
        digammas = torch.digamma(self.df.unsqueeze(-1) / 2 - steps).sum(-1)
        return (n + 1) * (n * math.log(2) / 2 + log_det) + torch.mvlgamma(self.df / 2, p=n) - (self.df - n - 1) / 2 * digammas + self.df * n / 2
