"""GeneralizedPareto: the distribution (answers to torch.distributions.generalized_pareto)."""
import math
from numbers import Number

import torch
from torch.distributions import constraints
from torch.distributions.distribution import Distribution
from torch.distributions.utils import broadcast_all

__all__ = ["GeneralizedPareto"]


class GeneralizedPareto(Distribution):
    arg_constraints = {"loc": constraints.real, "scale": constraints.positive, "concentration": constraints.real}
    has_rsample = True

    def __init__(self, loc, scale, concentration, validate_args=None):
        self.loc, self.scale, self.concentration = broadcast_all(loc, scale, concentration)
        given = (loc, scale, concentration)
        super().__init__(torch.Size() if all(isinstance(v, Number) for v in given) else self.loc.size(), validate_args=validate_args)

    def expand(self, batch_shape, _instance=None):
        return self._expanded(GeneralizedPareto, batch_shape, _instance, ("loc", "scale", "concentration"))

    def rsample(self, sample_shape=torch.Size()):
        return self.icdf(torch.rand(self._extended_shape(sample_shape), dtype=self.loc.dtype, device=self.loc.device))

    def _z(self, x):
        return (x - self.loc) / self.scale

    def _is_exponential(self):
        return torch.isclose(self.concentration, torch.zeros_like(self.concentration))

    def log_prob(self, value):
        if self._validate_args:
            self._validate_sample(value)
        z, zero = self._z(value), self._is_exponential()
        safe = torch.where(zero, torch.ones_like(self.concentration), self.concentration)
        y = 1 / safe + torch.ones_like(z)
        inside = torch.where(y == 0, torch.zeros_like(y), y * torch.log1p(safe * z))
        return -torch.where(zero, z, inside) - torch.log(self.scale)

    def log_survival_function(self, value):
        if self._validate_args:
            self._validate_sample(value)
        z, zero = self._z(value), self._is_exponential()
        safe = torch.where(zero, torch.ones_like(self.concentration), self.concentration)
        return torch.where(zero, -z, -torch.log1p(safe * z) / safe)

    def log_cdf(self, value):
        return torch.log1p(-torch.exp(self.log_survival_function(value)))

    def cdf(self, value):
        return torch.exp(self.log_cdf(value))

    def icdf(self, value):
        zero = self._is_exponential()
        safe = torch.where(zero, torch.ones_like(self.concentration), self.concentration)
        log_rest = torch.log1p(-value)
        return torch.where(zero, self.loc - self.scale * log_rest, self.loc + self.scale / safe * torch.expm1(-safe * log_rest))

    @property
    def mean(self):
        safe = torch.where(self.concentration < 1, self.concentration, 0.5)
        return torch.where(self.concentration < 1, self.loc + self.scale / (1 - safe), float("inf"))

    @property
    def variance(self):
        safe = torch.where(self.concentration < 0.5, self.concentration, 0.25)
        return torch.where(self.concentration < 0.5, self.scale ** 2 / ((1 - safe) ** 2 * (1 - 2 * safe)), float("inf"))

    @property
    def mode(self):
        return self.loc

    def entropy(self):
        return torch.log(self.scale) + self.concentration + 1

    @constraints.dependent_property(is_discrete=False, event_dim=0)
    def support(self):
        upper = torch.where(self.concentration < 0, self.loc - self.scale / self.concentration, math.inf)
        return constraints.interval(self.loc, upper)
