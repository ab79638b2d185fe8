"""Layers over quantized tensors; answers to torch/ao/nn/quantized/__init__.py. Those that are missing are not written."""
from . import functional, modules  # noqa: F401
from .modules import *  # noqa: F401,F403


def __getattr__(name):
    if name == "dynamic":
        import importlib
        return importlib.import_module("torch.ao.nn.quantized.dynamic")
    raise AttributeError(f"module 'torch.ao.nn.quantized' has no attribute '{name}'")
