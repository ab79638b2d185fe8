"""Names of torch/jit/_freeze.py."""
from . import freeze, optimize_for_inference  # noqa: F401
