"""Running a module's `forward` with symbolic values."""
import inspect
import sys
import types
import warnings

import torch
from torch._lens.builtin import Builtin
from torch._lens.dispatch import Method
from torch.nn import Module

from .graph import Graph
from .graph_module import GraphModule
from .proxy import ParameterProxy, Proxy, TracerBase

#: Functions of torch.nn.functional that say what they do in other terms.
FOLLOWED = frozenset(("tanh", "sigmoid", "upsample", "upsample_nearest", "upsample_bilinear", "assert_int_or_pair"))

_wrapped = []  # (globals, name) that `wrap` was asked for


class PHBase:
    def __repr__(self):
        return "PH"


PH = PHBase()


class ProxyableClassMeta(type):
    pass


def wrap(fn_or_name):
    """Calls of this function of the calling module are recorded, not followed."""
    name = fn_or_name if isinstance(fn_or_name, str) else fn_or_name.__name__
    _wrapped.append((sys._getframe(1).f_globals, name))
    return fn_or_name


def _proxy_in(values):
    for v in values:
        if isinstance(v, Proxy):
            return v
        if isinstance(v, (list, tuple)):
            found = _proxy_in(v)
            if found is not None:
                return found
        elif isinstance(v, dict):
            found = _proxy_in(v.values())
            if found is not None:
                return found
        elif isinstance(v, slice):
            found = _proxy_in((v.start, v.stop, v.step))
            if found is not None:
                return found
    return None


def _trampoline(*args, **kwargs):
    f = "where the call goes"
    return f(*args, **kwargs)


#: How many recordings divert torch's functions: the outermost one does, for all.
_diverting = 0
#: Graphs that are written with symbolic values of no trace, and the recording that lasts until they are complete.
_by_hand, _by_hand_recording = [], None


def begin_by_hand(graph):
    """A symbolic value was made: outside of a trace, too, torch's functions are recorded that take it."""
    global _by_hand_recording
    if graph not in _by_hand and (_diverting == 0 or _by_hand):
        _by_hand.append(graph)
        if _by_hand_recording is None:
            _by_hand_recording = _Recording(None)
            _by_hand_recording.__enter__()


def end_by_hand(graph):
    global _by_hand_recording
    if graph in _by_hand:
        _by_hand.remove(graph)
        if not _by_hand:
            ended, _by_hand_recording = _by_hand_recording, None
            ended.__exit__()


class _Recording:
    """While it lasts, calls of torch's functions with symbolic values are recorded; those of modules, and of what `wrap` names, where a tracer asks for it."""

    def __init__(self, tracer):
        self.tracer = tracer
        self.undo = []

    def set(self, owner, name, value):
        before = vars(owner).get(name, self)
        self.undo.append(lambda: delattr(owner, name) if before is self else setattr(owner, name, before))
        setattr(owner, name, value)

    def recorded(self, function, original):
        def call(*args, **kwargs):
            found = _proxy_in((args, kwargs))
            return original(*args, **kwargs) if found is None else found.tracer.create_proxy("call_function", function, args, kwargs)
        return call

    def divert(self, function, shown):
        """Replaces the code of a function, so that whoever holds it already is diverted as well. It is recorded as `shown`."""
        code = function.__code__
        if code.co_freevars:
            return
        original = types.FunctionType(code, function.__globals__, function.__name__, function.__defaults__, function.__closure__)
        original.__kwdefaults__ = function.__kwdefaults__
        signature = inspect.signature(original)

        def to(*args, **kwargs):
            found = _proxy_in((args, kwargs))
            if found is None:
                return original(*args, **kwargs)
            if shown is torch.functional.einsum and len(args) == 2 and isinstance(args[1], (list, tuple)):
                args = (args[0], *args[1])  # torch calls itself with what is in the list
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
            given, named = [], {}
            # torch hands on what has no default by position and all the rest by name
            for name, parameter in signature.parameters.items():
                if parameter.kind is parameter.VAR_POSITIONAL:
                    given.extend(bound.arguments[name])
                elif parameter.default is parameter.empty and parameter.kind is not parameter.KEYWORD_ONLY:
                    given.append(bound.arguments[name])
                else:
                    named[name] = bound.arguments[name]
            return found.tracer.create_proxy("call_function", shown, tuple(given), named)
        shape = _trampoline.__code__
        function.__code__ = shape.replace(co_consts=tuple(to if c == "where the call goes" else c for c in shape.co_consts), co_name=code.co_name, co_filename=code.co_filename, co_firstlineno=code.co_firstlineno)
        self.undo.append(lambda: setattr(function, "__code__", code))

    def __enter__(self):
        global _diverting
        if _diverting == 0:
            self.functions()
        _diverting += 1
        if self.tracer is not None:
            self.modules()
        return self

    def modules(self):
        tracer, plain_call, plain_get = self.tracer, Module.__call__, Module.__getattr__

        def call(module, *args, **kwargs):
            return tracer.call_module(module, lambda *a, **k: plain_call(module, *a, **k), args, kwargs)

        def get(module, name):
            return tracer.getattr(name, plain_get(module, name), tracer.parameter_proxies)

        self.set(Module, "__call__", call)
        self.set(Module, "__getattr__", get)
        for scope, name in _wrapped:
            function = scope.get(name, getattr(__import__("builtins"), name, None))
            if isinstance(function, types.FunctionType) and not hasattr(function, "__fx_recorded__"):
                made = self.recorded(function, function)
                made.__fx_recorded__ = True
                function.__dict__["_fx_wrapped"] = True
                had = name in scope
                self.undo.append(lambda scope=scope, name=name, had=had, function=function: scope.update({name: function}) if had else scope.pop(name, None))
                scope[name] = made

    def functions(self):
        builtin_call, method_call = Builtin.__call__, Method.__call__

        def builtin(function, *args, **kwargs):
            found = _proxy_in((args, kwargs))
            if torch._lens_version < (2, 14) and found is not None:
                for name in ("device", "dtype"):
                    if isinstance(kwargs.get(name), Proxy):
                        raise TypeError(f"{function.__name__}(): '{name}' must be a torch.{name}, not {type(kwargs[name]).__name__}")
            return builtin_call(function, *args, **kwargs) if found is None else found.tracer.create_proxy("call_function", function, args, kwargs)

        def method(function, *args, **kwargs):
            found = _proxy_in((args, kwargs))
            return method_call(function, *args, **kwargs) if found is None else found.tracer.create_proxy("call_method", function.__name__, args, kwargs)

        self.set(Builtin, "__call__", builtin)
        self.set(Method, "__call__", method)
        for name in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor", "eq", "ne", "lt", "le", "gt", "ge"):
            self.operator(name)
        self.divert(torch._assert, torch._assert)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for module in (torch.nn.functional, torch.functional):
                for function in list(vars(module).values()):
                    if not isinstance(function, types.FunctionType) or function.__module__ != module.__name__ or function.__name__ in FOLLOWED:
                        continue
                    name = function.__name__
                    shown = vars(module).get(name[1:]) if name.startswith("_") else function
                    if shown is not None and (not name.startswith("_") or name.endswith(("max_pool1d", "max_pool2d", "max_pool3d"))):
                        self.divert(function, shown)

    def operator(self, name):
        """`tensor * proxy` is recorded as the method of that name."""
        special = f"__{name}__"
        before = getattr(torch.Tensor, special, None)
        if before is None:
            return
        recorded = {"truediv": "div", "floordiv": "__floordiv__", "mod": "__mod__", "and": "__and__", "or": "__or__", "xor": "__xor__", "pow": "__pow__"}.get(name, name)

        def call(tensor, other):
            if isinstance(other, Proxy):
                return other.tracer.create_proxy("call_method", recorded, (tensor, other), {})
            return before(tensor, other)
        self.set(torch.Tensor, special, call)

    def __exit__(self, *exc):
        global _diverting
        _diverting -= 1
        for undo in reversed(self.undo):
            undo()


class Tracer(TracerBase):
    def __init__(self, autowrap_modules=(), autowrap_functions=(), param_shapes_constant=False):
        self.param_shapes_constant = param_shapes_constant
        self.submodule_paths = None
        self.parameter_proxies = {}
        self.tensor_attrs = {}
        self.root = None
        self.graph = None
        self.proxy_buffer_attributes = getattr(self, "proxy_buffer_attributes", False)

    def is_leaf_module(self, m, module_qualified_name):
        return m.__module__.startswith(("torch.nn", "torch.ao.nn")) and not isinstance(m, torch.nn.Sequential)

    def path_of_module(self, mod):
        for name, found in self.root.named_modules():
            if found is mod:
                return name
        raise NameError("a module was called that is no submodule of the traced one")

    def call_module(self, m, forward, args, kwargs):
        path = self.path_of_module(m)
        if not self.is_leaf_module(m, path):
            return forward(*args, **kwargs)
        return self.create_proxy("call_module", path, args, kwargs)

    def getattr(self, attr, attr_val, parameter_proxy_cache):
        def proxied(collection):
            for name, found in collection:
                if found is attr_val:
                    if name not in parameter_proxy_cache:
                        factory = (lambda node: ParameterProxy(self, node, name, attr_val)) if self.param_shapes_constant else None
                        parameter_proxy_cache[name] = self.create_proxy("get_attr", name, (), {}, proxy_factory_fn=factory)
                    return parameter_proxy_cache[name]
            return attr_val
        if isinstance(attr_val, torch.nn.Parameter):
            return proxied(self.root.named_parameters())
        if self.proxy_buffer_attributes and isinstance(attr_val, torch.Tensor):
            return proxied(self.root.named_buffers())
        return attr_val

    def constant(self, value):
        for name, found in (*self.root.named_parameters(), *self.root.named_buffers(), *self.tensor_attrs.items()):
            if found is value:
                return self.create_node("get_attr", name, (), {})
        number = 0
        while hasattr(self.root, f"_tensor_constant{number}"):
            number += 1
        name = f"_tensor_constant{number}"
        setattr(self.root, name, value)
        self.tensor_attrs[name] = value
        return self.create_node("get_attr", name, (), {})

    def create_arg(self, a):
        if isinstance(a, torch.nn.Parameter):
            for name, found in self.root.named_parameters():
                if found is a:
                    return self.create_node("get_attr", name, (), {})
        return super().create_arg(a)

    def create_args_for_root(self, root_fn, is_module, concrete_args=None):
        function = inspect.unwrap(root_fn)
        code = function.__code__
        names = list(code.co_varnames[:code.co_argcount + code.co_kwonlyargcount])
        given = [self.root] if is_module else []
        signature = inspect.signature(function)
        positional, keyword = list(given), {}
        for at, name in enumerate(names):
            if is_module and at == 0:
                continue
            parameter = signature.parameters[name]
            if concrete_args is not None and name in concrete_args and concrete_args[name] is not PH:
                value = concrete_args[name]
                if isinstance(value, (list, tuple, dict)) and _has_placeholder(value):
                    raise NotImplementedError("partly given containers are not traced here")
            else:
                default = () if parameter.default is parameter.empty else (parameter.default,)
                value = self.create_proxy("placeholder", name, default, {}, type_expr=function.__annotations__.get(name))
            if parameter.kind is parameter.KEYWORD_ONLY:
                keyword[name] = value
            else:
                positional.append(value)
        extra = len(names)
        if code.co_flags & inspect.CO_VARARGS:
            self.rest = self.create_proxy("placeholder", "*" + code.co_varnames[extra], (), {})
            extra += 1
        if code.co_flags & inspect.CO_VARKEYWORDS:
            self.keywords = self.create_proxy("placeholder", "**" + code.co_varnames[extra], (), {})
        return function, positional, keyword

    def trace(self, root, concrete_args=None):
        if isinstance(root, Module):
            self.root = root
            fn = getattr(type(root), getattr(self, "traced_func_name", "forward"))
        else:
            self.root = Module()
            fn = root
        self.graph = Graph(tracer_cls=type(self))
        code = getattr(inspect.unwrap(fn), "__code__", None)
        self.graph._origin = f"{code.co_filename}:{code.co_firstlineno} in {code.co_name}" if code is not None else None
        self.parameter_proxies = {}
        self.tensor_attrs = {}

        def collect(module, prefix):
            for name, value in module.__dict__.items():
                if isinstance(value, torch.Tensor):
                    self.tensor_attrs[".".join([*prefix, name])] = value
            for name, child in module.named_children():
                collect(child, [*prefix, name])
        collect(self.root, [])
        own_rest = fn.__code__.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS) if hasattr(fn, "__code__") else 0
        with _Recording(self):
            function, positional, keyword = self.create_args_for_root(fn, isinstance(root, Module), concrete_args)
            if own_rest:
                function = _as_plain(function)
                positional = [*positional, *keyword.values(), *[v for v in (getattr(self, "rest", None), getattr(self, "keywords", None)) if v is not None]]
                keyword = {}
            result = function(*positional, **keyword)
            self.create_node("output", "output", (self.create_arg(result),), {}, type_expr=function.__annotations__.get("return"))
        self.submodule_paths = None
        return self.graph


def _has_placeholder(value):
    return any(v is PH or isinstance(v, (list, tuple)) and _has_placeholder(v) for v in (value.values() if isinstance(value, dict) else value))


def _as_plain(function):
    """The function with `*args` and `**kwargs` as ordinary parameters, which take a symbolic value each."""
    code = function.__code__
    stars = [f for f in (inspect.CO_VARARGS, inspect.CO_VARKEYWORDS) if code.co_flags & f]
    made = code.replace(co_argcount=code.co_argcount + code.co_kwonlyargcount + len(stars), co_kwonlyargcount=0, co_flags=code.co_flags & ~(inspect.CO_VARARGS | inspect.CO_VARKEYWORDS))
    plain = types.FunctionType(made, function.__globals__, function.__name__, None, function.__closure__)
    plain.__annotations__ = dict(function.__annotations__)
    return plain


def symbolic_trace(root, concrete_args=None):
    tracer = Tracer()
    graph = tracer.trace(root, concrete_args)
    name = type(root).__name__ if isinstance(root, Module) else root.__name__
    return GraphModule(tracer.root, graph, name)
