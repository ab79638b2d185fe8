"""A recorded graph, and the Python text that does what it says."""
import builtins
import collections
import contextlib
import keyword
import math
import operator
import re

import torch

from .node import Node, dotted_name, map_arg, type_text

PythonCode = collections.namedtuple("PythonCode", ["src", "globals"])

_BINARY = {
    "add": "+", "and_": "&", "eq": "==", "floordiv": "//", "ge": ">=", "gt": ">", "le": "<=", "lshift": "<<", "lt": "<", "mod": "%", "mul": "*", "ne": "!=", "or_": "|",
    "pow": "**", "rshift": ">>", "sub": "-", "truediv": "/", "xor": "^", "matmul": "@",
}
#: Operators that generated code writes as such; the values are templates.
MAGIC = {**{name: "{} " + sign + " {}" for name, sign in _BINARY.items()}, "getitem": "{}[{}]"}
UNARY = {"neg": "-{}", "pos": "+{}", "invert": "~{}"}
IN_PLACE = {"iadd": "+", "iand": "&", "ifloordiv": "//", "ilshift": "<<", "imod": "%", "imul": "*", "imatmul": "@", "ior": "|", "ipow": "**", "irshift": ">>", "isub": "-", "itruediv": "/", "ixor": "^"}
_SCOPE = {"inf": math.inf, "nan": math.nan, "NoneType": type(None), "torch": torch, "device": torch.device}


class _Names:
    def __init__(self):
        self.used = set()
        self.counts = collections.defaultdict(int)

    def make(self, candidate):
        text = re.sub("[^0-9a-zA-Z_]+", "_", candidate) or "_unnamed"
        if text[0].isdigit():
            text = "_" + text
        found = re.match(r"(.*)_(\d+)$", text)
        base, number = (found[1], int(found[2])) if found else (text, None)
        name = text
        if number is None:
            number = self.counts.get(text, 0)
        while name in self.used or name in vars(builtins) or keyword.iskeyword(name) or name in _SCOPE:
            number += 1
            name = f"{base}_{number}"
        self.used.add(name)
        self.counts[base] = number
        return name


class CodeGen:
    def __init__(self):
        self._body_transformer = None

    def gen_fn_def(self, free_vars, annotation):
        if not free_vars or free_vars[0] != "self":
            free_vars.insert(0, "self")
        return f"def forward({', '.join(free_vars)}){annotation}:"


class _Nodes(list):
    pass


class Graph:
    def __init__(self, owning_module=None, tracer_cls=None, tracer_extras=None):
        self._nodes = []
        self._names = _Names()
        self._at = None
        self.owning_module = owning_module
        self._tracer_cls = tracer_cls
        self._tracer_extras = tracer_extras
        self._codegen = CodeGen()
        self._root = None
        self._origin = None  # where the function stands that was recorded

    @property
    def nodes(self):
        return _Nodes(self._nodes)

    # -- making

    def create_node(self, op, target, args=None, kwargs=None, name=None, type_expr=None):
        candidate = name if name is not None else target if isinstance(target, str) else getattr(target, "__name__", "node")
        made = Node(self, self._names.make(_snake(candidate)), op, target, args or (), kwargs or {}, type_expr)
        self._nodes.insert(len(self._nodes) if self._at is None else self._at(), made)
        if op == "output":
            from ._symbolic_trace import end_by_hand
            end_by_hand(self)
        return made

    def placeholder(self, name, type_expr=None, default_value=...):
        return self.create_node("placeholder", name, () if default_value is ... else (default_value,), type_expr=type_expr)

    def get_attr(self, qualified_name, type_expr=None):
        return self.create_node("get_attr", qualified_name, type_expr=type_expr)

    def call_module(self, module_name, args=None, kwargs=None, type_expr=None):
        return self.create_node("call_module", module_name, args, kwargs, type_expr=type_expr)

    def call_method(self, method_name, args=None, kwargs=None, type_expr=None):
        return self.create_node("call_method", method_name, args, kwargs, type_expr=type_expr)

    def call_function(self, the_function, args=None, kwargs=None, type_expr=None):
        return self.create_node("call_function", the_function, args, kwargs, type_expr=type_expr)

    def output(self, result, type_expr=None):
        return self.create_node("output", "output", (result,), type_expr=type_expr)

    def node_copy(self, node, arg_transform=lambda n: n):
        made = self.create_node(node.op, node.target, map_arg(node.args, arg_transform), map_arg(node.kwargs, arg_transform), node.name, node.type)
        made.meta = dict(node.meta)
        return made

    def graph_copy(self, g, val_map, return_output_node=False):
        for node in g.nodes:
            if node in val_map:
                continue
            if node.op == "output":
                found = map_arg(node.args[0], lambda n: val_map[n])
                return (found, node) if return_output_node else found
            val_map[node] = self.node_copy(node, lambda n: val_map[n])
        return None

    def __deepcopy__(self, memo):
        made = Graph(tracer_cls=self._tracer_cls)
        made._origin = self._origin
        values = {}
        found = made.graph_copy(self, values, return_output_node=True)
        if found is not None:
            made.output(found[0], type_expr=found[1].type)
        memo[id(self)] = made
        return made

    # -- changing

    def erase_node(self, node):
        if node.users:
            raise RuntimeError(f"{node} still has users: {list(node.users)}")
        self._nodes.remove(node)
        node._update((), {})
        node._erased = True

    @contextlib.contextmanager
    def _inserting(self, at):
        before, self._at = self._at, at
        try:
            yield
        finally:
            self._at = before

    def inserting_before(self, n=None):
        return self._inserting(lambda: 0 if n is None else self._nodes.index(n))

    def inserting_after(self, n=None):
        count = [0]

        def at():
            count[0] += 1
            return (0 if n is None else self._nodes.index(n) + 1) + count[0] - 1
        return self._inserting(at)

    def eliminate_dead_code(self, is_impure_node=None):
        changed = False
        for node in reversed(self.nodes):
            if not node.users and not (is_impure_node or Node.is_impure)(node):
                self.erase_node(node)
                changed = True
        return changed

    def find_nodes(self, *, op, target=None, sort=True):
        return [n for n in self._nodes if n.op == op and (target is None or n.target == target)]

    def lint(self):
        seen = set()
        for node in self._nodes:
            for used in node.all_input_nodes:
                if used not in seen:
                    raise RuntimeError(f"{node} uses {used}, which comes later or is not part of the graph")
            seen.add(node)

    def set_codegen(self, codegen):
        self._codegen = codegen

    def on_generate_code(self, make_transformer):
        return contextlib.nullcontext()

    def process_inputs(self, *args):
        return args

    def process_outputs(self, out):
        return out

    def print_tabular(self):
        print(self)

    def __str__(self):
        return "graph():" + "".join(f"\n    {n.format_node()}" for n in self._nodes)

    # -- text

    def python_code(self, root_module, **kwargs):
        return _Writer(self, root_module).code()


def _snake(text):
    out = []
    for i, c in enumerate(text):
        if c.isupper() and i and not text[i - 1].isupper() and text[i - 1] != "_":
            out.append("_")
        out.append(c.lower())
    return "".join(out)


class _Writer:
    """Writes `forward` of a graph; answers to the layout that torch gives it, since places in it are shown."""

    def __init__(self, graph, root):
        self.graph = graph
        self.root = root
        self.globals = dict(_SCOPE)
        self.last_uses = self._find_last_uses()
        self.wrapped = []

    def _find_last_uses(self):
        last, seen = {}, set()
        for node in reversed(self.graph._nodes):
            for used in node.all_input_nodes:
                if used not in seen:
                    seen.add(used)
                    last.setdefault(node, []).append(used)
        return last

    def global_name(self, value, hint):
        known = self.globals.get(hint)
        if known is value:
            return hint
        name, number = hint, 0
        while name in self.globals and self.globals[name] is not value or name in self.graph._names.used:
            number += 1
            name = f"{hint}_{number}"
        self.globals[name] = value
        return name

    def annotation(self, value):
        if value is None:
            return ""
        if isinstance(value, type) and value.__module__ == "builtins":
            self.globals.setdefault(value.__name__, value)
        elif not isinstance(value, str):
            module = getattr(value, "__module__", "")
            if module not in ("typing", "torch", "torch._tensor"):
                return " : " + self.global_name(value, type_text(value).replace(".", "_"))
            if module == "typing":
                self.globals.setdefault("typing", __import__("typing"))
        return f" : {type_text(value)}"

    def argument(self, value):
        if isinstance(value, Node):
            return value.name
        if isinstance(value, tuple):
            if hasattr(value, "_fields"):
                return f"{self.global_name(type(value), type(value).__name__)}({', '.join(map(self.argument, value))})"
            return "(" + ", ".join(map(self.argument, value)) + ("," if len(value) == 1 else "") + ")"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.argument, value)) + "]"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{k!r}: {self.argument(v)}" for k, v in value.items()) + "}"
        if isinstance(value, slice):
            return f"slice({self.argument(value.start)}, {self.argument(value.stop)}, {self.argument(value.step)})"
        if isinstance(value, torch.Size):
            return f"torch.Size({list(value)})"
        if callable(value) and hasattr(value, "__name__") and not isinstance(value, (torch.dtype, torch.device)):
            return self.function(value)
        return repr(value)

    def call(self, node):
        return ", ".join([self.argument(a) for a in node.args] + [f"{k} = {self.argument(v)}" for k, v in node.kwargs.items()])

    def function(self, value):
        name = dotted_name(value)
        if "." not in name:
            self.globals.setdefault(name, value)
            return name
        top = name.partition(".")[0]
        if top == "torch" and _reaches(name, value):
            return name
        made = self.global_name(value, name.replace(".", "_") if top != "operator" else f"_operator_{value.__name__}")
        if getattr(value, "_fx_wrapped", False) and made not in self.wrapped:
            self.wrapped.append(made)
        return made

    def line(self, node):
        head = f"{node.name}{self.annotation(node.type)}"
        if node.op == "get_attr":
            return f"{head} = {_path('self', node.target)}"
        if node.op == "call_module":
            return f"{head} = {_path('self', node.target)}({self.call(node)})"
        if node.op == "call_method":
            first = self.argument(node.args[0])
            rest = ", ".join([self.argument(a) for a in node.args[1:]] + [f"{k} = {self.argument(v)}" for k, v in node.kwargs.items()])
            return f"{head} = {first if isinstance(node.args[0], Node) else '(' + first + ')'}.{node.target}({rest})"
        name = getattr(node.target, "__name__", "")
        if getattr(operator, name, None) is node.target:
            if name in MAGIC and len(node.args) == 2 and not node.kwargs:
                return f"{head} = {MAGIC[name].format(*map(self.argument, node.args))}"
            if name in UNARY and len(node.args) == 1:
                return f"{head} = {UNARY[name].format(self.argument(node.args[0]))}"
            if name in IN_PLACE and len(node.args) == 2:
                return f"{self.argument(node.args[0])} {IN_PLACE[name]}= {self.argument(node.args[1])};  {head} = {self.argument(node.args[0])}"
        if node.target is getattr and len(node.args) == 2 and isinstance(node.args[1], str) and node.args[1].isidentifier() and isinstance(node.args[0], Node):
            self.globals.setdefault("getattr", getattr)
            return f"{head} = {self.argument(node.args[0])}.{node.args[1]}"
        return f"{head} = {self.function(node.target)}({self.call(node)})"

    def code(self):
        parameters, body, annotation = [], [], ""
        newer = torch._lens_version >= (2, 0)
        for node in self.graph._nodes:
            if node.op == "placeholder":
                default = f" = {self.argument(node.args[0])}" if node.args else ""
                parameters.append(f"{node.target}{self.annotation(node.type)}{default}")
                if node.target.replace("*", "") != node.name:
                    body.append(f"    {node.name} = {node.target.replace('*', '')}\n")
                continue
            if node.op == "output":
                if node.type is not None:
                    annotation = " -> " + self.annotation(node.type).removeprefix(" : ")
                body.append(f"    return {self.argument(node.args[0])}\n")
                continue
            gone = list(self.last_uses.get(node, ()))
            if newer and not node.users:
                gone.append(node)
            body.append(f"    {self.line(node)}" + (f";  {' = '.join([n.name for n in gone] + ['None'])}" if gone else "") + "\n")
        if not body:
            body.append("    pass\n")
        head = self.graph._codegen.gen_fn_def(parameters, annotation)
        wraps = "\n".join(f'torch.fx._symbolic_trace.wrap("{name}")' for name in self.wrapped)
        return PythonCode(f"\n{wraps}\n\n{head}\n{''.join(body)}    ", self.globals)


def _path(prefix, target):
    made = prefix
    for part in target.split("."):
        made = f"{made}.{part}" if part.isidentifier() else f'getattr({made}, "{part}")'
    return made


def _reaches(dotted, value):
    """Does this dotted name, from torch on, lead to the value?"""
    at = torch
    for part in dotted.split(".")[1:]:
        at = vars(at).get(part) if hasattr(at, "__dict__") else None
        if at is None:
            return False
    return at is value
