"""One step of a recorded graph."""
import builtins
import operator
import types
import typing

Argument = typing.Any
Target = typing.Union[typing.Callable, str]


def map_aggregate(value, fn):
    """Applies `fn` to everything inside of nested tuples, lists, dicts and slices."""
    if isinstance(value, tuple):
        made = [map_aggregate(v, fn) for v in value]
        return type(value)(*made) if hasattr(value, "_fields") else tuple(made)
    if isinstance(value, list):
        return [map_aggregate(v, fn) for v in value]
    if isinstance(value, dict):
        return {k: map_aggregate(v, fn) for k, v in value.items()}
    if isinstance(value, slice):
        return slice(map_aggregate(value.start, fn), map_aggregate(value.stop, fn), map_aggregate(value.step, fn))
    return fn(value)


def map_arg(value, fn):
    return map_aggregate(value, lambda v: fn(v) if isinstance(v, Node) else v)


def has_side_effect(fn):
    return fn


def module_of(function):
    """The dotted name of the package under which a function is written in generated code."""
    name = getattr(function, "__name__", "")
    torch = __import__("sys").modules["torch"]
    names = getattr(function, "__torch_names__", None)
    if isinstance(function, types.FunctionType) and function.__module__ == "torch.functional":
        return "torch.functional"
    if isinstance(function, types.FunctionType) or not names:
        module = getattr(function, "__module__", None) or ""
    else:
        module = "torch._C._nn" if f"torch._C._nn.{name}" in names and name != "pad" else names[0].rpartition(".")[0]
    if vars(torch).get(name) is function and module not in ("torch.nn.functional", "torch.functional"):
        return "torch"
    return "operator" if module == "_operator" else module


def dotted_name(function):
    """How generated code names a function."""
    if getattr(builtins, getattr(function, "__name__", ""), None) is function and function is not operator.pow and function is not operator.abs:
        return function.__name__
    return f"{module_of(function)}.{function.__name__}"


class Node:
    def __init__(self, graph, name, op, target, args, kwargs, return_type=None):
        self.graph = graph
        self.name = name
        self.op = op
        self.target = target
        self.type = return_type
        self.users = {}
        self._args = ()
        self._kwargs = {}
        self._input_nodes = {}
        self._erased = False
        self.meta = {}
        self._update(args, kwargs)

    def _update(self, args, kwargs):
        for used in self._input_nodes:
            used.users.pop(self, None)
        self._input_nodes = {}
        self._args = map_arg(tuple(args), lambda n: self._input_nodes.setdefault(n, None) or n)
        self._kwargs = map_arg(dict(kwargs), lambda n: self._input_nodes.setdefault(n, None) or n)
        for used in self._input_nodes:
            used.users.setdefault(self)

    @property
    def args(self):
        return self._args

    @args.setter
    def args(self, value):
        self._update(value, self._kwargs)

    @property
    def kwargs(self):
        return self._kwargs

    @kwargs.setter
    def kwargs(self, value):
        self._update(self._args, value)

    @property
    def all_input_nodes(self):
        return list(self._input_nodes)

    def update_arg(self, index, value):
        args = list(self._args)
        args[index] = value
        self.args = tuple(args)

    def insert_arg(self, index, value):
        self.args = (*self._args[:index], value, *self._args[index:])

    def update_kwarg(self, key, value):
        self.kwargs = {**self._kwargs, key: value}

    @property
    def stack_trace(self):
        return self.meta.get("stack_trace")

    @stack_trace.setter
    def stack_trace(self, value):
        self.meta["stack_trace"] = value

    def _place(self):
        return self.graph._nodes.index(self)

    @property
    def next(self):
        at = self._place() + 1
        return self.graph._nodes[at] if at < len(self.graph._nodes) else self.graph._root

    @property
    def prev(self):
        at = self._place()
        return self.graph._nodes[at - 1] if at else self.graph._root

    def prepend(self, other):
        if other is not self:
            self.graph._nodes.remove(other)
            self.graph._nodes.insert(self._place(), other)

    def append(self, other):
        if other is not self:
            self.graph._nodes.remove(other)
            self.graph._nodes.insert(self._place() + 1, other)

    def replace_all_uses_with(self, other, delete_user_cb=lambda user: True, *, propagate_meta=False):
        users = [u for u in self.users if delete_user_cb(u)]
        for user in users:
            user.replace_input_with(self, other)
        return users

    def replace_input_with(self, old, new):
        def change(n):
            return new if n is old else n
        self._update(map_arg(self._args, change), map_arg(self._kwargs, change))

    def is_impure(self, impure_random=True):
        return self.op in ("placeholder", "output") or self.op == "call_function" and getattr(self.target, "__name__", "") in ("_assert", "setitem")

    def _target_text(self):
        if isinstance(self.target, str):
            return self.target
        module = getattr(self.target, "__module__", None)
        if module == "builtins":
            return f"builtins.{self.target.__name__}"
        if module == "_operator":
            return f"operator.{self.target.__name__}"
        return dotted_name(self.target)

    def format_node(self, *args, **kwargs):
        users = f"[{'num_users' if _newer() else '#users'}={len(self.users)}]"
        typed = f": {type_text(self.type)} " if self.type is not None else ": "
        if self.op == "placeholder":
            default = f"(default={self.args[0]})" if self.args else ""
            return f"%{self.name} {typed}{users} = placeholder[target={self.target}]{default}"
        if self.op == "get_attr":
            return f"%{self.name} {typed}{users} = get_attr[target={self.target}]"
        if self.op == "output":
            return f"return {self.args[0]}"
        return f"%{self.name} {typed}{users} = {self.op}[target={self._target_text()}](args = {_shown(self.args)}, kwargs = {_shown(self.kwargs)})"

    def __repr__(self):
        return self.name

    def __lt__(self, other):
        return self._place() < other._place()


def _newer():
    import torch
    return torch._lens_version >= (2, 0)


def _shown(value):
    if isinstance(value, tuple):
        return "(" + ", ".join(map(_shown, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_shown(v)}" for k, v in value.items()) + "}"
    return f"%{value.name}" if isinstance(value, Node) else str(value)


def type_text(value):
    """An annotation as generated code and printed graphs write it."""
    if isinstance(value, str):
        return value
    if isinstance(value, type) and not typing.get_args(value):
        return value.__name__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}" if value.__module__ != "torch._tensor" else f"torch.{value.__name__}"
    return repr(value)
