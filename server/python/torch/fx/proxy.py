"""Symbolic values: whatever is done with one is recorded."""
import operator

import torch

from .node import Node

#: What is written into a graph as it is.
PLAIN = (bool, int, float, complex, str, range, torch.dtype, torch.device, torch.layout, torch.memory_format)

#: Operators, called with the proxy on the left.
_LEFT = "add and_ eq floordiv ge getitem gt le lshift lt mod mul ne or_ pow rshift sub truediv xor matmul neg pos invert abs".split()
#: Those that may also have it on the right.
_RIGHT = "add and_ floordiv lshift mod mul or_ pow rshift sub truediv xor matmul".split()


class TraceError(ValueError):
    pass


class Proxy:
    def __init__(self, node, tracer=None):
        self.node = node
        self.tracer = tracer if tracer is not None else GraphAppendingTracer(node.graph)
        from ._symbolic_trace import begin_by_hand
        begin_by_hand(node.graph)

    def __repr__(self):
        return f"Proxy({self.node.name})"

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__") and name not in ("__len__",):
            raise AttributeError(name)
        return Attribute(self, name)

    def __call__(self, *args, **kwargs):
        return self.tracer.create_proxy("call_method", "__call__", (self, *args), kwargs)

    def __iter__(self):
        return self.tracer.iter(self)

    def __bool__(self):
        return self.tracer.to_bool(self)

    def keys(self):
        return self.tracer.keys(self)

    def __len__(self):
        raise RuntimeError("'len' of a symbolic value cannot be recorded: torch.fx.wrap('len') at module level makes it possible")

    def __abs__(self):
        if torch._lens_version < (2, 0):
            raise TypeError("bad operand type for abs(): 'Proxy'")
        return self.tracer.create_proxy("call_function", operator.abs, (self,), {})

    def __contains__(self, item):
        raise TraceError("'in' cannot be recorded of a symbolic value")

    def __index__(self):
        raise TypeError("a symbolic value is no index")

    __hash__ = object.__hash__


def _operator(name, reflected=False):
    function = getattr(operator, name)

    def left(self, *args):
        return self.tracer.create_proxy("call_function", function, (self, *args), {})

    def right(self, other):
        return self.tracer.create_proxy("call_function", function, (other, self), {})
    return right if reflected else left


for _name in _LEFT:
    if _name != "abs":
        setattr(Proxy, f"__{_name.strip('_')}__", _operator(_name))
for _name in _RIGHT:
    setattr(Proxy, f"__r{_name.strip('_')}__", _operator(_name, True))


class Attribute(Proxy):
    """An attribute that is only read when it is used: called, it is a method."""

    def __init__(self, root, attr):
        self.root = root
        self.attr = attr
        self.tracer = root.tracer
        self._node = None

    @property
    def node(self):
        if self._node is None:
            self._node = self.tracer.create_proxy("call_function", getattr, (self.root, self.attr), {}).node
        return self._node

    def __call__(self, *args, **kwargs):
        return self.tracer.create_proxy("call_method", self.attr, (self.root, *args), kwargs)


class ParameterProxy(Proxy):
    def __init__(self, tracer, node, name, param):
        super().__init__(node, tracer)
        self.param = param
        self.name = name

    @property
    def shape(self):
        return self.param.shape

    def size(self, *args):
        return self.param.size(*args)

    def dim(self):
        return self.param.dim()

    @property
    def ndim(self):
        return self.param.ndim

    def numel(self):
        return self.param.numel()

    def nelement(self):
        return self.param.nelement()


class TracerBase:
    graph = None
    record_stack_traces = False

    def create_node(self, kind, target, args, kwargs, name=None, type_expr=None):
        return self.graph.create_node(kind, target, args, kwargs, name, type_expr)

    def proxy(self, node):
        return Proxy(node, self)

    def create_proxy(self, kind, target, args, kwargs, name=None, type_expr=None, proxy_factory_fn=None):
        node = self.create_node(kind, target, self.create_arg(tuple(args)), self.create_arg(dict(kwargs)), name, type_expr)
        return proxy_factory_fn(node) if proxy_factory_fn else self.proxy(node)

    def create_arg(self, a):
        if isinstance(a, tuple) and hasattr(a, "_fields"):
            return self.create_node("call_function", type(a), tuple(self.create_arg(v) for v in a), {})
        if isinstance(a, (tuple, list)):
            return type(a)(self.create_arg(v) for v in a) if type(a) in (tuple, list) else tuple(self.create_arg(v) for v in a)
        if isinstance(a, dict):
            return {k: self.create_arg(v) for k, v in a.items()}
        if isinstance(a, slice):
            return slice(self.create_arg(a.start), self.create_arg(a.stop), self.create_arg(a.step))
        if isinstance(a, Proxy):
            return a.node
        if isinstance(a, Node) or a is None or a is ... or isinstance(a, PLAIN):
            return a
        if isinstance(a, torch.Tensor):
            return self.constant(a)
        raise NotImplementedError(f"a {type(a).__name__} cannot be an argument of a recorded call")

    def constant(self, value):
        raise NotImplementedError("a tensor cannot be an argument here")

    def to_bool(self, obj):
        raise TraceError("symbolically traced variables cannot be used as inputs to control flow: their values are not known")

    def iter(self, obj):
        import dis
        import sys
        frame = sys._getframe(2)
        at = frame.f_lasti
        for instruction in dis.get_instructions(frame.f_code):
            if instruction.offset == at and instruction.opname == "UNPACK_SEQUENCE":
                return (obj[i] for i in range(instruction.argval))
        raise TraceError("a symbolic value cannot be iterated: how many items it has is not known")

    def keys(self, obj):
        return Attribute(obj, "keys")()


class GraphAppendingTracer(TracerBase):
    def __init__(self, graph):
        self.graph = graph

