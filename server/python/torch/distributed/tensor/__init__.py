"""How tensors are laid over several machines: descriptions that can be made while a model is loaded; nothing is laid out."""

import torch
from torch._lens import NotBuilt


class DTensor(torch.Tensor):
    """None is ever made here."""


def _refused(name):
    def refuse(*args, **kwargs):
        raise NotBuilt(f"torch.distributed.tensor.{name} needs several processes, and here is one")
    refuse.__name__ = refuse.__qualname__ = name
    return refuse


distribute_tensor, distribute_module, zeros, ones, empty, full, rand, randn = map(_refused, "distribute_tensor distribute_module zeros ones empty full rand randn".split())


class Placement:
    def is_shard(self, dim=None):
        return isinstance(self, Shard) and (dim is None or self.dim == dim)

    def is_replicate(self):
        return isinstance(self, Replicate)

    def is_partial(self, reduce_op=None):
        return isinstance(self, Partial) and (reduce_op is None or self.reduce_op == reduce_op)

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash((type(self).__name__, *self.__dict__.values()))

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"


class Shard(Placement):
    def __init__(self, dim):
        self.dim = dim


class Replicate(Placement):
    pass


class Partial(Placement):
    def __init__(self, reduce_op="sum"):
        self.reduce_op = reduce_op


for _class in (Placement, Shard, Replicate, Partial):
    _class.__module__ = "torch.distributed.tensor.placement_types"
