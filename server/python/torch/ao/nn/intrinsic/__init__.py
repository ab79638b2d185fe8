"""Layers that stand for several in a row; answers to torch/ao/nn/intrinsic/__init__.py."""
from .modules import *  # noqa: F401,F403
from .modules.fused import _FusedModule  # noqa: F401
