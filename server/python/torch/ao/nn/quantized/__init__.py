"""Names of torch.ao.nn.quantized; the quantized layers themselves are not written."""
from . import modules  # noqa: F401
from .modules import FloatFunctional, FXFloatFunctional, QFunctional  # noqa: F401
