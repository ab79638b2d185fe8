"""Names of torch.fx that libraries use while they are imported."""
from torch._lens import NotBuilt
from torch.nn import Module


def wrap(fn_or_name):
    return fn_or_name


class Node:
    pass


class Proxy:
    pass


class Graph:
    def __init__(self, *args, **kwargs):
        self.nodes = []


class GraphModule(Module):
    def __init__(self, root=None, graph=None, class_name="GraphModule"):
        super().__init__()


class Tracer:
    def __init__(self, *args, **kwargs):
        pass

    def is_leaf_module(self, m, module_qualified_name):
        return m.__module__.startswith("torch.nn")


class Interpreter:
    pass


class Transformer:
    pass


def symbolic_trace(root, concrete_args=None):
    raise NotBuilt("torch.fx.symbolic_trace is not built in the stand-in torch")


from . import graph_module, node, proxy  # noqa: E402,F401
