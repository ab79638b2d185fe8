"""Modules of torch.ao.nn.quantized that are written."""
from .functional_modules import FloatFunctional, FXFloatFunctional, QFunctional  # noqa: F401
