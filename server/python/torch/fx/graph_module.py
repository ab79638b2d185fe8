from . import GraphModule  # noqa: F401
