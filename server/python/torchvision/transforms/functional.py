"""Transforms as functions; answers to torchvision/transforms/functional.py."""

from enum import Enum

from .._absent import names_only

__getattr__ = names_only(__name__, None)


class InterpolationMode(Enum):
    NEAREST = "nearest"
    NEAREST_EXACT = "nearest-exact"
    BILINEAR = "bilinear"
    BICUBIC = "bicubic"
    BOX = "box"
    HAMMING = "hamming"
    LANCZOS = "lanczos"
