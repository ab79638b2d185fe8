"""Answers to torch/ao/nn/intrinsic/modules/__init__.py."""
from .fused import *  # noqa: F401,F403
