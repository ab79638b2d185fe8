"""Names of torch/jit/_await.py."""
from . import _awaitable, _awaitable_wait, _awaitable_nowait  # noqa: F401
