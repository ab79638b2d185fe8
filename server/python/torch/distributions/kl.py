"""Kullback-Leibler divergences by pairs of distributions (answers to torch.distributions.kl)."""
import math
import warnings
from functools import total_ordering

import torch
from torch._lens import NotBuilt
from torch.distributions.bernoulli import Bernoulli
from torch.distributions.beta import Beta
from torch.distributions.binomial import Binomial
from torch.distributions.categorical import Categorical
from torch.distributions.cauchy import Cauchy
from torch.distributions.continuous_bernoulli import ContinuousBernoulli
from torch.distributions.dirichlet import Dirichlet
from torch.distributions.distribution import Distribution
from torch.distributions.exp_family import ExponentialFamily
from torch.distributions.exponential import Exponential
from torch.distributions.gamma import Gamma
from torch.distributions.geometric import Geometric
from torch.distributions.gumbel import Gumbel
from torch.distributions.half_normal import HalfNormal
from torch.distributions.independent import Independent
from torch.distributions.laplace import Laplace
from torch.distributions.lowrank_multivariate_normal import LowRankMultivariateNormal
from torch.distributions.multivariate_normal import MultivariateNormal, _batch_mahalanobis
from torch.distributions.normal import Normal
from torch.distributions.one_hot_categorical import OneHotCategorical
from torch.distributions.pareto import Pareto
from torch.distributions.poisson import Poisson
from torch.distributions.transformed_distribution import TransformedDistribution
from torch.distributions.uniform import Uniform
from torch.distributions.utils import _sum_rightmost, euler_constant

__all__ = ["register_kl", "kl_divergence"]

_KL_REGISTRY = {}
_KL_MEMOIZE = {}


def register_kl(type_p, type_q):
    if not isinstance(type_p, type) and issubclass(type_p, Distribution):
        raise TypeError(f"{type_p} is no class of distributions")
    if not isinstance(type_q, type) and issubclass(type_q, Distribution):
        raise TypeError(f"{type_q} is no class of distributions")

    def decorator(fun):
        _KL_REGISTRY[type_p, type_q] = fun
        _KL_MEMOIZE.clear()
        return fun
    return decorator


@total_ordering
class _Match:
    """Orders classes by how near they are: a subclass comes before what it is derived from."""

    __slots__ = ("types",)

    def __init__(self, *types):
        self.types = types

    def __eq__(self, other):
        return self.types == other.types

    def __le__(self, other):
        for x, y in zip(self.types, other.types):
            if not issubclass(x, y):
                return False
            if x is not y:
                break
        return True


def _dispatch_kl(type_p, type_q):
    fits = [pair for pair in _KL_REGISTRY if issubclass(type_p, pair[0]) and issubclass(type_q, pair[1])]
    if not fits:
        return NotImplemented
    left_p, left_q = min(_Match(*m) for m in fits).types
    right_q, right_p = min(_Match(*reversed(m)) for m in fits).types
    left, right = _KL_REGISTRY[left_p, left_q], _KL_REGISTRY[right_p, right_q]
    if left is not right:
        warnings.warn(f"two functions fit kl_divergence({type_p.__name__}, {type_q.__name__}) equally well", RuntimeWarning)
    return left


def kl_divergence(p, q):
    try:
        fun = _KL_MEMOIZE[type(p), type(q)]
    except KeyError:
        fun = _dispatch_kl(type(p), type(q))
        _KL_MEMOIZE[type(p), type(q)] = fun
    if fun is NotImplemented:
        raise NotImplementedError(f"no kl_divergence is registered for {p.__class__.__name__} and {q.__class__.__name__}")
    return fun(p, q)


@register_kl(Normal, Normal)
def _kl_normal_normal(p, q):
    ratio = (p.scale / q.scale).pow(2)
    return 0.5 * (ratio + ((p.loc - q.loc) / q.scale).pow(2) - 1 - ratio.log())


@register_kl(HalfNormal, HalfNormal)
def _kl_halfnormal_halfnormal(p, q):
    return _kl_normal_normal(p.base_dist, q.base_dist)


@register_kl(Bernoulli, Bernoulli)
def _kl_bernoulli_bernoulli(p, q):
    ones = p.probs * (torch.nn.functional.softplus(-q.logits) - torch.nn.functional.softplus(-p.logits))
    ones = torch.where(q.probs == 0, math.inf, ones)
    ones = torch.where(p.probs == 0, 0.0, ones)
    zeros = (1 - p.probs) * (torch.nn.functional.softplus(q.logits) - torch.nn.functional.softplus(p.logits))
    zeros = torch.where(q.probs == 1, math.inf, zeros)
    return ones + torch.where(p.probs == 1, 0.0, zeros)


@register_kl(Beta, Beta)
def _kl_beta_beta(p, q):
    total_p, total_q = p.concentration1 + p.concentration0, q.concentration1 + q.concentration0
    norm = q.concentration1.lgamma() + q.concentration0.lgamma() + total_p.lgamma() - p.concentration1.lgamma() - p.concentration0.lgamma() - total_q.lgamma()
    return norm + (p.concentration1 - q.concentration1) * torch.digamma(p.concentration1) + (p.concentration0 - q.concentration0) * torch.digamma(p.concentration0) + (total_q - total_p) * torch.digamma(total_p)


@register_kl(Binomial, Binomial)
def _kl_binomial_binomial(p, q):
    if (p.total_count < q.total_count).any():
        raise NotImplementedError("the total count of the second Binomial is the larger one")
    kl = p.total_count * (p.probs * (p.logits - q.logits) + (-p.probs).log1p() - (-q.probs).log1p())
    return torch.where(p.total_count > q.total_count, math.inf, kl)


@register_kl(Categorical, Categorical)
def _kl_categorical_categorical(p, q):
    t = p.probs * (p.logits - q.logits)
    t = torch.where((q.probs == 0).expand_as(t), math.inf, t)
    return torch.where((p.probs == 0).expand_as(t), 0.0, t).sum(-1)


@register_kl(OneHotCategorical, OneHotCategorical)
def _kl_onehotcategorical_onehotcategorical(p, q):
    return _kl_categorical_categorical(p._categorical, q._categorical)


@register_kl(Cauchy, Cauchy)
def _kl_cauchy_cauchy(p, q):
    return ((p.scale + q.scale).pow(2) + (p.loc - q.loc).pow(2)).log() - (4 * p.scale * q.scale).log()


@register_kl(Dirichlet, Dirichlet)
def _kl_dirichlet_dirichlet(p, q):
    total_p, total_q = p.concentration.sum(-1), q.concentration.sum(-1)
    norm = total_p.lgamma() - total_q.lgamma() - (p.concentration.lgamma() - q.concentration.lgamma()).sum(-1)
    return norm + ((p.concentration - q.concentration) * (p.concentration.digamma() - total_p.digamma().unsqueeze(-1))).sum(-1)


@register_kl(Exponential, Exponential)
def _kl_exponential_exponential(p, q):
    ratio = q.rate / p.rate
    return -ratio.log() + ratio - 1


@register_kl(Gamma, Gamma)
def _kl_gamma_gamma(p, q):
    scale = q.concentration * (p.rate / q.rate).log()
    norm = torch.lgamma(q.concentration) - torch.lgamma(p.concentration)
    return scale + norm + (p.concentration - q.concentration) * torch.digamma(p.concentration) + (q.rate - p.rate) * (p.concentration / p.rate)


@register_kl(Exponential, Gamma)
def _kl_exponential_gamma(p, q):
    ratio = q.rate / p.rate
    return -q.concentration * torch.log(ratio) + ratio + q.concentration.lgamma() + q.concentration * euler_constant - (1 + euler_constant)


@register_kl(Gamma, Exponential)
def _kl_gamma_exponential(p, q):
    return -p.entropy() - q.rate.log() + q.rate * p.concentration / p.rate


@register_kl(Geometric, Geometric)
def _kl_geometric_geometric(p, q):
    return -p.entropy() - torch.log1p(-q.probs) / p.probs - q.logits


@register_kl(Gumbel, Gumbel)
def _kl_gumbel_gumbel(p, q):
    ratio = p.scale / q.scale
    between = p.loc / q.scale - q.loc / q.scale
    return -ratio.log() - between + ratio * euler_constant + torch.exp(-between + (1 + ratio).lgamma()) - (1 + euler_constant)


@register_kl(Laplace, Laplace)
def _kl_laplace_laplace(p, q):
    ratio, distance = p.scale / q.scale, (p.loc - q.loc).abs()
    return -ratio.log() + distance / q.scale + ratio * torch.exp(-distance / p.scale) - 1


@register_kl(Poisson, Poisson)
def _kl_poisson_poisson(p, q):
    return p.rate * (p.rate.log() - q.rate.log()) - (p.rate - q.rate)


@register_kl(Pareto, Pareto)
def _kl_pareto_pareto(p, q):
    scale, alpha = p.scale / q.scale, q.alpha / p.alpha
    return torch.where(p.support.lower_bound < q.support.lower_bound, math.inf, q.alpha * scale.log() - alpha.log() + alpha - 1)


@register_kl(Uniform, Uniform)
def _kl_uniform_uniform(p, q):
    result = ((q.high - q.low) / (p.high - p.low)).log()
    return torch.where((q.low > p.low) | (q.high < p.high), math.inf, result)


@register_kl(Uniform, Normal)
def _kl_uniform_normal(p, q):
    width = p.high - p.low
    return ((math.sqrt(2 * math.pi) * q.scale) / width).log() + ((width / q.scale).pow(2) / 12 + ((p.high + p.low - 2 * q.loc) / (2 * q.scale)).pow(2)) * 0.5


@register_kl(Normal, Laplace)
def _kl_normal_laplace(p, q):
    loc, ratio = p.loc - q.loc, p.scale / q.scale
    scaled = loc / p.scale
    expected = math.sqrt(2 / math.pi) * p.scale * torch.exp(-0.5 * scaled.pow(2)) + loc * torch.erf(math.sqrt(0.5) * scaled)
    return -ratio.log() + expected / q.scale - (0.5 + 0.5 * math.log(0.5 * math.pi))


def _kl_multivariate(p, q):
    half = (q.scale_tril.diagonal(dim1=-2, dim2=-1).log() - p.scale_tril.diagonal(dim1=-2, dim2=-1).log()).sum(-1)
    n = p.event_shape[0]
    shape = torch.broadcast_shapes(q.scale_tril.shape[:-2], p.scale_tril.shape[:-2]) + (n, n)
    solved = torch.linalg.solve_triangular(q.scale_tril.expand(shape), p.scale_tril.expand(shape), upper=False)
    return half + 0.5 * (solved.pow(2).sum((-2, -1)) + _batch_mahalanobis(q.scale_tril, q.loc - p.loc) - n)


for _p in (MultivariateNormal, LowRankMultivariateNormal):
    for _q in (MultivariateNormal, LowRankMultivariateNormal):
        register_kl(_p, _q)(_kl_multivariate)


@register_kl(Independent, Independent)
def _kl_independent_independent(p, q):
    if p.reinterpreted_batch_ndims != q.reinterpreted_batch_ndims:
        raise NotImplementedError
    return _sum_rightmost(kl_divergence(p.base_dist, q.base_dist), p.reinterpreted_batch_ndims)


@register_kl(TransformedDistribution, TransformedDistribution)
def _kl_transformed_transformed(p, q):
    if p.transforms != q.transforms or p.event_shape != q.event_shape:
        raise NotImplementedError
    return kl_divergence(p.base_dist, q.base_dist)


#: Pairs where the first has values that the second has not.
for _p, _others in (
    (Beta, (Pareto,)), (ContinuousBernoulli, (Pareto,)), (Exponential, (Beta, ContinuousBernoulli, Pareto, Uniform)), (Gamma, (Beta, ContinuousBernoulli, Pareto, Uniform)),
    (Gumbel, (Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform)), (Laplace, (Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform)),
    (Normal, (Beta, ContinuousBernoulli, Exponential, Gamma, Pareto, Uniform)), (Pareto, (Beta, ContinuousBernoulli, Uniform)), (Poisson, (Bernoulli, Binomial)),
):
    for _q in _others:
        register_kl(_p, _q)(lambda p, q: torch.full(p.batch_shape, math.inf))


def _by_name(p, q):
    raise NotBuilt(f"kl_divergence of {type(p).__name__} and {type(q).__name__} is not part of the stand-in torch")


@register_kl(ExponentialFamily, ExponentialFamily)
def _kl_expfamily_expfamily(p, q):
    if type(p) is not type(q):
        raise NotImplementedError(f"{type(p).__name__} and {type(q).__name__} are different exponential families")
    _by_name(p, q)


#: Pairs that torch knows and that are not computed here.
for _p, _others in (
    (Bernoulli, (Poisson,)), (Beta, (ContinuousBernoulli, Exponential, Gamma, Normal, Uniform)), (ContinuousBernoulli, (ContinuousBernoulli, Exponential, Normal, Uniform)),
    (Exponential, (Gumbel, Normal)), (Gamma, (Gumbel, Normal)), (Gumbel, (Normal,)), (Laplace, (Normal,)), (Normal, (Gumbel,)), (Pareto, (Exponential, Gamma, Normal)),
    (Uniform, (Beta, ContinuousBernoulli, Exponential, Gamma, Gumbel, Pareto)),
):
    for _q in _others:
        register_kl(_p, _q)(_by_name)
