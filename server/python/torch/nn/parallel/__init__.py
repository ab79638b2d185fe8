"""Wrappers for several devices; answers to torch/nn/parallel/__init__.py."""

from .data_parallel import DataParallel, data_parallel
from .distributed import DistributedDataParallel

__all__ = ["data_parallel", "DataParallel", "DistributedDataParallel"]
