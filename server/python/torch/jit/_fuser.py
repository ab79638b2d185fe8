"""Names of torch/jit/_fuser.py."""
from . import fuser, optimized_execution, set_fusion_strategy, last_executed_optimized_graph  # noqa: F401
