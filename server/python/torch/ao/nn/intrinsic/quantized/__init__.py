"""Answers to torch/ao/nn/intrinsic/quantized/__init__.py."""
from .modules import *  # noqa: F401,F403
