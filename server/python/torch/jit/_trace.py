"""Names of torch/jit/_trace.py."""
from . import TopLevelTracedModule, TracedModule, TracerWarning, TracingCheckError, trace, trace_module, is_tracing, _script_if_tracing, _get_trace_graph  # noqa: F401
