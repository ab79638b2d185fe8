"""Names of torch.ao.nn."""
from . import intrinsic, quantized  # noqa: F401
