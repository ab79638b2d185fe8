"""Layers with quantized weights over plain tensors; answers to torch/ao/nn/quantized/dynamic/__init__.py."""
from .modules import *  # noqa: F401,F403
