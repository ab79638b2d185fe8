"""torch.compile's front end is not here; its decorators leave functions as they are."""
import sys as _sys
import types

from . import utils  # noqa: F401

config = types.SimpleNamespace(suppress_errors=False, cache_size_limit=8, verbose=False)


def disable(fn=None, recursive=True, **kwargs):
    return fn if fn is not None else (lambda f: f)


def allow_in_graph(fn):
    return fn


disallow_in_graph = forbid_in_graph = assume_constant_result = allow_in_graph


def optimize(*args, disable=False, **kwargs):
    from .eval_frame import optimized
    return lambda f: optimized(f, disable)


def __getattr__(name):
    if name == "OptimizedModule":
        from .eval_frame import OptimizedModule
        return OptimizedModule
    raise AttributeError(f"module 'torch._dynamo' has no attribute '{name}'")


def is_compiling():
    return False


def reset():
    pass


if _sys.modules["torch"]._lens_version < (2, 7):
    def graph_break():
        pass
else:
    def graph_break(msg: str = ""):
        pass

graph_break.__module__ = "torch._dynamo.decorators"


def mark_dynamic(t, index, **kwargs):
    pass


mark_static = maybe_mark_dynamic = mark_dynamic
