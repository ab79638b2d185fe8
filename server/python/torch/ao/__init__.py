from . import nn, quantization  # noqa: F401
