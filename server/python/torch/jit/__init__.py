"""`torch.jit` for user code: marks and stand-ins. The compiling is done elsewhere, from what is recorded here."""

import collections
import contextlib
import enum
import functools
import inspect
import linecache
import sys
import textwrap
import types
from typing import Any, Final  # noqa: F401

import torch
from torch._lens import NotBuilt, saved
from torch._jit_internal import (  # noqa: F401
    _drop, _IgnoreContextManager, _isinstance, _overload, _overload_method, export, Future, ignore, is_scripting, unused, _Await, FunctionModifiers,
)
from torch._jit_internal import is_ignored_fn, _copy_to_script_wrapper  # noqa: F401
from . import _state, annotations  # noqa: F401

__all__ = ["Error", "CompilationUnit", "script_if_tracing", "trace_module", "freeze", "optimize_for_inference", "script", "trace", "ignore", "unused", "export", "is_scripting", "is_tracing", "annotate", "isinstance", "fork", "wait", "save", "load", "interface", "Final", "Attribute", "ScriptModule", "ScriptFunction"]


#: What `script` and `interface` were given in the load at hand, in order; cleared by the loader.
_given: list = []
#: Set for an export (lens/run.py): makes what a trace records, or None.
_recorder = None
#: Set while a script runs (lens/script.py): is told of what is scripted, traced and saved, at once.
_watch = None
#: Set while a model is loaded (lens/outputs.py): what was scripted and is a model's output, as plain data.
_outputs = None
_scopes = None
_scripted_outputs: list = []


class ScriptWarning(Warning):
    pass


class TracerWarning(Warning):
    pass


class TracingCheckError(Exception):
    pass


class Error(RuntimeError):
    pass


class _Unread(str):
    """What the compiler says of a scripted object (graph, code), where that is not known: it can be printed and handed on; what it says cannot be read."""

    def __new__(cls, what):
        made = super().__new__(cls, f"[the {what} of this object is not known here]")
        made.what = what
        return made

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        self._read()

    def _read(self, *args, **kwargs):
        raise NotBuilt(f"the {self.what} of a scripted object is not known while a model is loaded or a script runs" if self.what != "inlined graph" else "graphs are not inlined here")

    def __str__(self):
        return self

    __contains__ = __iter__ = __len__ = __getitem__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __mul__ = _read
    __hash__ = str.__hash__


for _name, _member in vars(str).items():
    if not _name.startswith("_") and callable(_member):
        setattr(_Unread, _name, _Unread._read)


def _printed(scripted, what):
    said = None if _watch is None else _watch.printed(scripted, what)
    return _Unread(what) if said is None else said


class _Recorded:
    """What the export methods of scripted objects do here: the file stands for the object."""

    def save(self, f, _extra_files=None, **kwargs):
        if _watch is not None:
            _watch.saved(self, f, _extra_files)
        else:
            saved.put(self, f, _extra_files)

    def _save_for_lite_interpreter(self, f, _extra_files=None, **kwargs):
        self.save(f, _extra_files)

    def _save_to_buffer_for_lite_interpreter(self, *args, **kwargs):
        return b""

    def save_to_buffer(self, *args, **kwargs):
        return b""

    @property
    def graph(self):
        return _printed(self, "graph")

    @property
    def inlined_graph(self):
        graph = self.graph
        calls = isinstance_(graph, _Unread) or "prim::CallMethod" in graph or "prim::CallFunction" in graph
        return _Unread("inlined graph") if calls else graph

    def graph_for(self, *args, **kwargs):
        return _Unread("optimized graph")

    @property
    def code(self):
        return _printed(self, "code")


class ScriptFunction(_Recorded):
    """What `torch.jit.script` gives for a function; calling it runs the Python function."""

    def __init__(self, original, traced=False, inputs=None):
        functools.update_wrapper(self, original)
        self.__dict__.pop("__wrapped__", None)
        self.original = original
        self._lens_traced = traced
        self._lens_inputs = inputs
        self._torchdynamo_inline = original

    def __call__(self, *args, **kwargs):
        return self.original(*args, **kwargs)


class ScriptList:
    """What `torch.jit.script` gives for a list: no list of Python's, but used like one."""

    def __init__(self, items=()):
        self.__dict__["items"] = list(items)

    def __getitem__(self, index):
        return self.__dict__["items"][index]

    def __setitem__(self, index, value):
        self.__dict__["items"][index] = value

    def __delitem__(self, index):
        del self.__dict__["items"][index]

    def __len__(self):
        return len(self.__dict__["items"])

    def __iter__(self):
        return iter(self.__dict__["items"])

    def __contains__(self, value):
        return value in self.__dict__["items"]

    def __repr__(self):
        return repr(self.__dict__["items"])

    def __getattr__(self, name):
        if name in ("append", "extend", "insert", "pop", "remove", "clear", "count", "sort", "reverse", "index", "copy"):
            return getattr(self.__dict__["items"], name)
        raise AttributeError(f"'ScriptList' object has no attribute '{name}'")


class ScriptDict:
    """What `torch.jit.script` gives for a dict."""

    def __init__(self, content=()):
        self.__dict__["content"] = dict(content)
        self.__dict__["entries"] = self.__dict__["content"].items()

    def __getitem__(self, key):
        return self.content[key]

    def __setitem__(self, key, value):
        self.content[key] = value

    def __delitem__(self, key):
        del self.content[key]

    def __contains__(self, key):
        return key in self.content

    def __len__(self):
        return len(self.content)

    def __iter__(self):
        return iter(self.content)

    def __repr__(self):
        return repr(self.content)

    def keys(self):
        return self.content.keys()

    def values(self):
        return self.content.values()

    def items(self):
        return self.content.items()


class ScriptModule(torch.nn.Module):
    """A module that is scripted as soon as it is built: of a class derived from it what `script_method` marks (torch/jit/_script.py, ScriptMeta)."""

    #: The marked functions by name, those of the bases with them, in torch's order.
    _methods: dict = {}

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        marked = {fn.__name__: fn for fn in vars(cls).values() if getattr(fn, "__lens_script_method__", False)}
        cls._methods = {name: fn for name, fn in sorted({**cls._methods, **marked}.items())}

    def define(self, src):
        _define(self, src)

    def __setattr__(self, name, value):
        if isinstance_(value, Attribute) and not isinstance_(self, RecursiveScriptModule):
            type(self).__annotations__ = {**type(self).__annotations__, name: value.type}
            value = value.value
        super().__setattr__(name, value)


def _functions_in(source, scope):
    """The functions in a text, as Python has them: the compiler finds their source under a name of its own."""
    file = f"<methods{len(linecache.cache)}>"
    text = textwrap.dedent(source)
    scope = {**scope, "__name__": "__main__"}
    before = set(scope)
    try:
        exec(compile(text, file, "exec"), scope)
    except SyntaxError as error:
        raise NotBuilt("TorchScript in a string that is not Python is not compiled here") from error
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    return {name: fn for name, fn in scope.items() if name not in before and inspect.isfunction(fn) or getattr(getattr(fn, "__code__", None), "co_filename", None) == file}


def _define(module, source):
    """The methods in a text, found on the module as if they were marked with `export`."""
    for name, fn in _functions_in(source, sys._getframe(2).f_globals).items():
        module.__dict__[name] = types.MethodType(export(fn), module)


class RecursiveScriptModule(ScriptModule, _Recorded):
    """What `torch.jit.script` gives for a module: its attributes are the original's."""

    def __init__(self, _lens_module, traced=False, inputs=()):
        super().__init__()
        self.__dict__["_lens_module"] = _lens_module
        self.__dict__["_lens_traced"] = traced
        self.__dict__["_lens_inputs"] = inputs
        for table in ("_parameters", "_buffers", "_modules"):
            self.__dict__[table] = _lens_module.__dict__[table]
        self.__dict__["training"] = _lens_module.training

    def define(self, src):
        _define(self._lens_module, src)

    def extra_repr(self):
        return f"original_name={self.original_name}"

    @property
    def original_name(self):
        return type(self._lens_module).__name__

    def forward(self, *args, **kwargs):
        return self._lens_module(*args, **kwargs)

    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError:
            original = self.__dict__.get("_lens_module")
            if original is None:
                raise
            return getattr(original, name)

    def __setattr__(self, name, value):
        if isinstance(value, torch.nn.Module) and not isinstance(value, ScriptModule) and all(value is not m for m in self.modules()):
            raise RuntimeError(f"'{name}' of a scripted module cannot become a module that is not scripted: {type(value).__name__}")
        super().__setattr__(name, value)

    def __len__(self):
        return len(self._lens_module)

    def __getitem__(self, index):
        return self._lens_module[index]

    def __iter__(self):
        return iter(self._lens_module)


class TracedModule(RecursiveScriptModule):
    pass


class TopLevelTracedModule(TracedModule):
    pass


class RecursiveScriptClass:
    """What `torch.jit.script` gives for an instance of a class."""

    def __init__(self, original):
        self.__dict__["original"] = original

    def __getattr__(self, name):
        if name == "original":
            raise AttributeError(name)
        return getattr(self.__dict__["original"], name)

    def __setattr__(self, name, value):
        setattr(self.__dict__["original"], name, value)


class CompilationUnit:
    def __init__(self, lang=None, _frames_up=0):
        self._functions = {}
        if lang is not None:
            self._add(lang, sys._getframe(_frames_up + 1).f_globals)

    def define(self, lang, rcb=None, _frames_up=0):
        self._add(lang, sys._getframe(_frames_up + 1).f_globals)

    def _add(self, lang, scope):
        made = _functions_in(lang, {**scope, **{name: fn.original for name, fn in self._functions.items()}})
        for name, fn in made.items():
            fn._jit_override_qualname = name
            self._functions[name] = ScriptFunction(fn)

    def __getattr__(self, name):
        if name.startswith("_") or name not in self._functions:
            raise AttributeError(f"'CompilationUnit' object has no attribute '{name}'")
        return self._functions[name]


Attribute = collections.namedtuple("Attribute", ["value", "type"])


def script(obj, optimize=None, _frames_up=0, _rcb=None, example_inputs=None):
    """Records what it was given; torch's own refusals that need no compiling are made here."""
    if isinstance_(obj, (RecursiveScriptModule, ScriptFunction, RecursiveScriptClass, ScriptModule)):
        return obj
    if isinstance_(obj, (ScriptList, ScriptDict)):
        if torch._lens_version < (2, 0):
            raise AttributeError("'builtin_function_or_method' object has no attribute '__globals__'")
        raise OSError(f"the source of {type(obj).__name__} cannot be read: torch.jit.script was given what it had made of a list or dict")
    obj = call_prepare_scriptable_func(obj)
    refused = _frozen_inside(obj)
    if refused is not None and _watch is None:
        raise RuntimeError(refused)
    if _watch is None:
        from lens.guards import catches_failed_script
        fails_unnoticed = catches_failed_script()
        if not fails_unnoticed:
            scopes().note(obj)
        if _outputs is not None and (about := _outputs.scripted(obj)) is not None:
            _scripted_outputs.append(about)
        made = _stand_in(obj)
        if not fails_unnoticed:
            _given.append(obj)
        return made
    _watch.script(obj, refused)
    made = _stand_in(obj)
    _watch.made(made)
    return made


def scopes():
    """What the globals of scripted functions were when they were scripted."""
    global _scopes
    if _scopes is None:
        from lens.scopes import Scopes
        _scopes = Scopes(torch)
    return _scopes


def _frozen_inside(obj):
    """Why a module cannot be scripted: one inside of it is frozen, and its type is then no longer the one that it had."""
    if isinstance_(obj, torch.nn.Module):
        for name, child in obj.named_modules():
            if child is not obj and child.__dict__.get("_lens_frozen"):
                return f"'{name}' of this {type(obj).__name__} is a frozen module (torch.jit.freeze or optimize_for_mobile): torch cannot script a module around it; freeze the whole afterwards"
    return None


def _stand_in(obj):
    """What stands for the scripted object."""
    if isinstance_(obj, torch.nn.Module):
        return RecursiveScriptModule(obj)
    if isinstance_(obj, dict):
        return ScriptDict(obj)
    if isinstance_(obj, list):
        return ScriptList(obj)
    if inspect.isclass(obj):
        if issubclass(obj, torch.nn.Module):
            raise RuntimeError(f"torch.jit.script takes an instance of {obj.__name__}, not the class itself")
        if issubclass(obj, enum.Enum):
            return obj
        try:
            obj.__torch_script_class__ = True
        except TypeError:
            raise RuntimeError(f"the class {obj.__name__} has no source that could be compiled") from None
        return obj
    if inspect.isfunction(obj) or inspect.ismethod(obj):
        if hasattr(obj, "__script_if_tracing_wrapper"):
            obj = obj.__original_fn
        return ScriptFunction(obj)
    if type(obj).__module__ == "builtins" or isinstance_(obj, (torch.Tensor, tuple)) or type(obj).__name__ == "builtin_function_or_method":
        raise RuntimeError(f"torch.jit.script takes modules, functions, classes, lists and dicts, not a {type(obj).__name__}")
    return RecursiveScriptClass(obj)


isinstance_ = isinstance


def call_prepare_scriptable_func(obj, memo=None):
    """`__prepare_scriptable__` of an object, and of every module inside a module."""
    prepare = None if inspect.isclass(obj) else getattr(obj, "__prepare_scriptable__", None)
    if not isinstance_(obj, torch.nn.Module):
        return obj if prepare is None or torch._lens_version < (2, 0) else prepare()
    memo = {} if memo is None else memo
    if id(obj) in memo:
        return memo[id(obj)]
    made = obj if prepare is None else prepare()
    memo[id(obj)] = made
    children = made.__dict__.get("_modules") or {}
    for name, child in children.items():
        if isinstance_(child, torch.nn.Module) and not isinstance_(child, ScriptModule):
            children[name] = call_prepare_scriptable_func(child, memo)
    return made


def script_method(fn):
    fn.__lens_script_method__ = True
    return fn


def trace(func=None, example_inputs=None, *args, **kwargs):
    if func is None:
        return functools.partial(trace, example_inputs=example_inputs, *args, **kwargs)
    given = tuple(example_inputs) if isinstance_(example_inputs, (tuple, list)) else (example_inputs,)
    if _watch is not None:
        return _watch.traced(func, example_inputs, TopLevelTracedModule(func, traced=True, inputs=given) if isinstance_(func, torch.nn.Module) else ScriptFunction(func, traced=True, inputs=given))
    made = None if _recorder is None or isinstance_(func, (ScriptModule, ScriptFunction)) else _recorder(func, example_inputs)
    if isinstance_(func, torch.nn.Module):
        return TopLevelTracedModule(func if made is None else made, traced=made is None, inputs=given)
    return ScriptFunction(func if made is None else made, traced=made is None, inputs=given)


def trace_module(mod, inputs, *args, **kwargs):
    given = inputs.get("forward") if isinstance_(inputs, dict) else None
    if given is not None and len(inputs) == 1 and _watch is None:
        return trace(mod, given)
    return TopLevelTracedModule(mod, traced=True, inputs=tuple(given) if isinstance_(given, (tuple, list)) else (given,))


def _script_if_tracing(fn):
    @functools.wraps(fn)
    def wrapper(*args, **kwargs):
        return fn(*args, **kwargs)

    wrapper.__original_fn = fn  # type: ignore[attr-defined]
    wrapper.__script_if_tracing_wrapper = True  # type: ignore[attr-defined]
    return wrapper


script_if_tracing = _script_if_tracing


def interface(obj):
    if not inspect.isclass(obj):
        raise RuntimeError("torch.jit.interface is a class decorator")
    obj.__torch_script_interface__ = True
    if _watch is None:
        scopes().note(obj)
        _given.append(obj)
    return obj


def annotate(the_type, the_value):
    return the_value


def isinstance(obj, target_type):
    return _isinstance(obj, target_type)


def _unwrap_optional(x):
    assert x is not None, "a value was expected, and this is None"
    return x


def fork(func, *args, **kwargs):
    return Future(func(*args, **kwargs))


_fork = fork


def wait(future):
    return future.wait() if hasattr(future, "wait") else future


_wait = wait


def _awaitable(func, *args, **kwargs):
    return _Await(func(*args, **kwargs))


def _awaitable_wait(aw):
    return aw._value


def _awaitable_nowait(o):
    return _Await(o)


def save(m, f, _extra_files=None):
    m.save(f, _extra_files)


def load(f, map_location=None, _extra_files=None, _restore_shapes=False):
    found = saved.archive(f, _extra_files)
    if found is not None:
        return found
    raise NotBuilt(f"torch.jit.load({f!r}): archives are not read here")


def freeze(mod, preserved_attrs=None, optimize_numerics=True):
    if not isinstance_(mod, ScriptModule):
        raise RuntimeError("torch.jit.freeze takes what torch.jit.script or torch.jit.trace gave for a module")
    if mod.training:
        raise RuntimeError("torch.jit.freeze takes a module in eval mode: call .eval() first")
    return _frozen(mod)


def _frozen(mod):
    """Another scripted module without attributes: they became constants."""
    own = mod.__dict__
    # what is derived from ScriptModule is its own original
    made = type(mod)(mod._lens_module, traced=mod._lens_traced, inputs=mod._lens_inputs) if "_lens_module" in own else RecursiveScriptModule(mod)
    made.__dict__["_lens_frozen"] = True
    for table in ("_parameters", "_buffers", "_modules"):
        made.__dict__[table] = {}
    if _watch is not None:
        _watch.same(mod, made)
    return made


def optimize_for_inference(mod, other_methods=None):
    if not isinstance_(mod, ScriptModule):
        raise RuntimeError("torch.jit.optimize_for_inference takes what torch.jit.script or torch.jit.trace gave for a module")
    return mod if mod.training or mod.__dict__.get("_lens_frozen") else _frozen(mod)


def export_opnames(m):
    return []


@contextlib.contextmanager
def optimized_execution(should_optimize):
    yield


@contextlib.contextmanager
def fuser(name):
    yield


def enable_onednn_fusion(enabled):
    pass


def onednn_fusion_enabled():
    return False


def set_fusion_strategy(strategy):
    return strategy


class strict_fusion:
    def __enter__(self):
        pass

    def __exit__(self, *exc):
        pass


def _hide_source_ranges():
    return contextlib.nullcontext()


def _get_trace_graph(*args, **kwargs):
    raise NotBuilt("tracing is not available while a model is loaded")


def last_executed_optimized_graph():
    return _Unread("optimized graph")


def _mark(fn, *names):
    fn.__torch_names__ = names


for _fn in (annotate, isinstance, _unwrap_optional, fork, wait, is_scripting, _awaitable, _awaitable_wait, _awaitable_nowait, _isinstance):
    _mark(_fn, "torch.jit." + _fn.__name__)
is_scripting.__torch_names__ = ("torch.jit.is_scripting", "torch._jit_internal.is_scripting")
from . import _recursive  # noqa: E402,F401
from ._trace import is_tracing  # noqa: E402,F401
from ._script import _ScriptProfile  # noqa: E402,F401

if torch._lens_version < (2, 0):
    del _drop, torch._jit_internal._drop, _awaitable, _awaitable_wait, _awaitable_nowait, _Await
