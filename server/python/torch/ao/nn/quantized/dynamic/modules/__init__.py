"""Answers to torch/ao/nn/quantized/dynamic/modules/__init__.py; of its layers only Linear is written."""
from .linear import Linear

__all__ = ["Linear"]
