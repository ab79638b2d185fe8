"""Names of torch/jit/_async.py."""
from . import fork, wait  # noqa: F401
