"""torch.fx: recording what a module does with symbolic values, and modules made of such recordings."""
from .node import Node, has_side_effect, map_arg  # noqa: F401
from .graph import CodeGen, Graph  # noqa: F401
from .graph_module import GraphModule  # noqa: F401
from .proxy import Proxy  # noqa: F401
from ._symbolic_trace import PH, ProxyableClassMeta, Tracer, symbolic_trace, wrap  # noqa: F401
from .interpreter import Interpreter, Transformer  # noqa: F401
