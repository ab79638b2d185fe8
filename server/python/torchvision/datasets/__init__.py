"""Data sets; answers to torchvision/datasets/__init__.py. A model has no need of them: any of them can be named and constructed."""

from .._absent import holders

__getattr__ = holders(__name__)
