"""A module whose `forward` is generated from a recorded graph."""
import copy
import itertools
import linecache

import torch
from torch.nn import Module

from .graph import Graph, PythonCode  # noqa: F401

_numbers = itertools.count()


def _compile(source, scope, place, defined="forward", kind="eval_with_key"):
    """Runs generated text under a name of its own, which `inspect` finds it by; gives the function `defined` in it."""
    name = f"<{kind}>.{next(_numbers)}" + (f" from {place}" if place and torch._lens_version >= (2, 0) else "")
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    scope = dict(scope)
    exec(compile(source, name, "exec"), scope)
    return scope.pop(defined)


def _copy_attr(source, target, dotted):
    """Takes a submodule, parameter or tensor over, with empty modules on the way to it."""
    *path, last = dotted.split(".")
    for part in path:
        inner = getattr(target, part, None)
        source = getattr(source, part)
        if inner is source:
            return
        if inner is None:
            inner = Module()
            setattr(target, part, inner)
        target = inner
    value = getattr(source, last)
    if isinstance(value, torch.Tensor) and not isinstance(value, torch.nn.Parameter):
        target.register_buffer(last, value)
    else:
        setattr(target, last, value)


class GraphModule(Module):
    __jit_unused_properties__ = ["graph"]

    def __new__(cls, *args, **kwargs):
        # a class of its own: `forward` belongs to the instance's graph
        for base in cls.__mro__:
            if base.__qualname__ == "GraphModule.__new__.<locals>.GraphModuleImpl":
                return Module.__new__(base)

        class GraphModuleImpl(cls):
            pass
        return Module.__new__(GraphModuleImpl)

    def __init__(self, root, graph, class_name="GraphModule"):
        super().__init__()
        type(self).__name__ = class_name
        if isinstance(root, Module):
            if hasattr(root, "training"):
                self.training = root.training
            for node in graph.nodes:
                if node.op in ("get_attr", "call_module"):
                    _copy_attr(root, self, node.target)
        else:
            for node in sorted((n for n in graph.nodes if n.op in ("get_attr", "call_module")), key=lambda n: n.target.count(".")):
                if node.target not in root:
                    raise RuntimeError(f"the graph names {node.target}, which was not given")
                *path, last = node.target.split(".")
                at = self
                for part in path:
                    if getattr(at, part, None) is None:
                        setattr(at, part, Module())
                    at = getattr(at, part)
                setattr(at, last, root[node.target])
        self.graph = graph
        self._tracer_cls = None
        self._tracer_extras = {}
        self.meta = {}
        if torch._lens_version >= (2, 0):
            self._replace_hooks = []
            self._create_node_hooks = []
            self._erase_node_hooks = []

    @property
    def graph(self):
        return self._graph

    @graph.setter
    def graph(self, g):
        self._graph = g
        g.owning_module = self
        self.recompile()

    @property
    def code(self) -> str:
        if not hasattr(self, "_code"):
            raise RuntimeError("no code was generated yet")
        return self._code

    def recompile(self):
        from ._symbolic_trace import end_by_hand
        end_by_hand(self._graph)
        made = self._graph.python_code("self")
        self._code = made.src
        type(self).forward = _compile(made.src, made.globals, self._graph._origin)
        return made

    def add_submodule(self, target, m):
        *path, last = target.split(".")
        at = self
        for part in path:
            inner = getattr(at, part, None)
            if inner is None:
                inner = Module()
                setattr(at, part, inner)
            if not isinstance(inner, Module):
                return False
            at = inner
        at.add_module(last, m)
        return True

    def delete_submodule(self, target):
        *path, last = target.split(".")
        at = self
        for part in path:
            if not isinstance(getattr(at, part, None), Module):
                return False
            at = getattr(at, part)
        if not isinstance(getattr(at, last, None), Module):
            return False
        delattr(at, last)
        return True

    def delete_all_unused_submodules(self):
        used = set()
        for node in self.graph.nodes:
            if node.op in ("call_module", "get_attr"):
                parts = node.target.split(".")
                used.update(".".join(parts[:i]) for i in range(1, len(parts) + 1))
                if node.op == "call_module":
                    used.update(f"{node.target}.{name}" for name, _ in self.get_submodule(node.target).named_modules() if name)
        for name in [n for n, _ in self.named_modules() if n and n not in used]:
            self.delete_submodule(name)

    def print_readable(self, print_output=True, **kwargs):
        return self._code

    def __deepcopy__(self, memo):
        holder = Module()
        for name, value in self.__dict__.items():
            if name not in ("_graph", "_code"):
                holder.__dict__[name] = copy.deepcopy(value, memo)
        made = GraphModule(holder, copy.deepcopy(self.graph, memo), type(self).__name__)
        made.training = self.training
        return made

    def __copy__(self):
        return GraphModule(self, self.graph, type(self).__name__)

    def __str__(self):
        return f"{super().__str__()}\n\n{self._code}"
