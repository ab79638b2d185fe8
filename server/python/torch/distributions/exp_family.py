"""Exponential families (answers to torch.distributions.exp_family)."""
from torch._lens import NotBuilt
from torch.distributions.distribution import Distribution

__all__ = ["ExponentialFamily"]


class ExponentialFamily(Distribution):
    @property
    def _natural_params(self):
        raise NotImplementedError

    def _log_normalizer(self, *natural_params):
        raise NotImplementedError

    @property
    def _mean_carrier_measure(self):
        raise NotImplementedError

    def entropy(self):
        self._natural_params
        self._mean_carrier_measure
        raise NotBuilt(f"the entropy of {type(self).__name__}, which takes derivatives, is not part of the stand-in torch")
