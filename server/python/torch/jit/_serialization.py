"""Names of torch/jit/_serialization.py."""
from . import load, save  # noqa: F401
