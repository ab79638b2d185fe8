"""A stand-in for torchvision where it is not installed.

It has what model code imports: `torchvision.ops` and the names of the rest,
which say by name that they need the real package. Answers to torchvision/__init__.py.
"""

import torch

from . import datasets, models, ops, transforms, utils
from .extension import _HAS_OPS

#: The release that goes with the chosen torch: model code compares it.
__version__ = "0.14.1" if torch._lens_version < (2, 0) else f"0.{torch._lens_version[1] + 15}.0"


def _is_tracing():
    return torch._C._get_tracing_state()


def set_image_backend(backend):
    """Images are not read here."""


def get_image_backend():
    return "PIL"


def disable_beta_transforms_warning():
    """Nothing here warns."""
