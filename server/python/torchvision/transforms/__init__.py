"""Image transforms; answers to torchvision/transforms/__init__.py.

They can be constructed, as pipelines are beside a model; images are not transformed.
"""

from .._absent import holders
from . import functional
from .functional import InterpolationMode  # noqa: F401

#: The classes that are no modules; all others are.
_PLAIN = frozenset(("AutoAugmentPolicy", "Compose", "Lambda", "PILToTensor", "RandomChoice", "RandomOrder", "ToPILImage", "ToTensor"))

__getattr__ = holders(__name__, lambda name: name not in _PLAIN)
