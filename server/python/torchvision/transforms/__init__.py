"""Image transforms; answers to torchvision/transforms/__init__.py.

They can be constructed, as pipelines are beside a model; images are not transformed.
"""

from .._absent import holders
from . import functional
from .functional import InterpolationMode  # noqa: F401

__getattr__ = holders(__name__)
