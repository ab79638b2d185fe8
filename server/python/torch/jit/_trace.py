"""Names of torch/jit/_trace.py."""
import torch
from torch._jit_internal import is_scripting

from . import TopLevelTracedModule, TracedModule, TracerWarning, TracingCheckError, trace, trace_module, _script_if_tracing, _get_trace_graph  # noqa: F401


def is_tracing():
    if is_scripting():
        return False
    return torch._C._is_tracing()
