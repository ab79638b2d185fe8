"""Marks that TorchScript reads off Python objects; answers to torch/_jit_internal.py."""

import ast
import collections
import contextlib
import enum
import functools
import inspect
import sys
import textwrap
import types
import typing
import weakref
from typing import Any, Callable, Dict, Final, List, Optional, Tuple, Type, Union, get_args, get_origin  # noqa: F401

try:
    from torch._lens_marks import builtin
except ImportError:
    def builtin(*names):
        def mark(fn):
            fn.__torch_names__ = names
            return fn

        return mark


LockType = Any
BuiltinUnionType = types.UnionType
PackageImporter = None
boolean_dispatched: "weakref.WeakKeyDictionary[Callable, Dict[str, Callable]]" = weakref.WeakKeyDictionary()


class SourceLoader:
    def __init__(self):
        self.content = {}

    def cache(self, fn, source):
        self.content[fn] = source

    def get_source(self, fn):
        return self.content.get(fn)


loader = SourceLoader()


def createResolutionCallbackFromEnv(lookup_base):
    def resolve(name):
        found = lookup_base
        for part in name.split("."):
            found = getattr(found, part)
        return found

    return resolve


def createResolutionCallbackFromFrame(frames_up: int = 0):
    return lambda name: None


def createResolutionCallbackFromClosure(fn):
    return lambda name: fn.__globals__.get(name)


def createResolutionCallbackForClassMethods(cls):
    return lambda name: None


def get_closure(fn):
    names = dict(fn.__globals__)
    names.update(zip(fn.__code__.co_freevars, (c.cell_contents for c in fn.__closure__ or ())))
    return names


def can_compile_class(cls) -> bool:
    if is_ignored_fn(cls):
        return False
    if issubclass(cls, (tuple, list, type(None))):
        return False
    return all(hasattr(getattr(cls, name, None), "__code__") for name in cls.__dict__ if inspect.isroutine(getattr(cls, name, None)))


def get_callable_argument_names(fn) -> List[str]:
    try:
        return list(inspect.signature(fn).parameters)
    except (TypeError, ValueError):
        return []


def boolean_dispatch(arg_name, arg_index, default, if_true, if_false, module_name, func_name):
    """One function that calls one of two, by a flag that must be known when it is compiled."""

    def fn(*args, **kwargs):
        flag = default
        if arg_name in kwargs:
            flag = kwargs[arg_name]
        elif arg_index < len(args):
            flag = args[arg_index]
        return if_true(*args, **kwargs) if flag else if_false(*args, **kwargs)

    if if_true.__doc__ is None and if_false.__doc__ is not None:
        fn.__doc__ = if_false.__doc__
    elif if_false.__doc__ is None and if_true.__doc__ is not None:
        fn.__doc__ = if_true.__doc__
    if module_name is not None:
        fn.__module__ = module_name
    if func_name is not None:
        fn.__name__ = func_name
    dispatch = {"if_true": if_true, "if_false": if_false, "index": arg_index, "default": default, "arg_name": arg_name}
    boolean_dispatched[fn] = dispatch
    fn.__lens_boolean_dispatch__ = dispatch
    return fn


class FunctionModifiers:
    UNUSED = "unused (ignored and replaced with raising of an exception)"
    IGNORE = "ignore (leave as a call to Python, cannot be torch.jit.save'd)"
    EXPORT = "export (compile this function even if nothing calls it)"
    DEFAULT = "default (compile if called from a exported function / forward)"
    COPY_TO_SCRIPT_WRAPPER = "if this method is not scripted, copy the python method onto the scripted model"
    _DROP = "_drop (function is fully ignored, declaration can be unscriptable)"


def export(fn):
    fn._torchscript_modifier = FunctionModifiers.EXPORT
    return fn


def unused(fn):
    if isinstance(fn, property):
        for accessor in (fn.fget, fn.fset):
            if accessor is not None:
                accessor._torchscript_modifier = FunctionModifiers.UNUSED
        return fn
    fn._torchscript_modifier = FunctionModifiers.UNUSED
    return fn


class _IgnoreContextManager(contextlib.AbstractContextManager):
    def __init__(self, **kwargs):
        pass

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        pass


def ignore(drop=False, **kwargs):
    if callable(drop):
        drop._torchscript_modifier = FunctionModifiers.IGNORE
        return drop
    if not isinstance(drop, bool):
        raise RuntimeError(f"torch.jit.ignore takes a bool or a function, not {drop}")
    drop_on_export = kwargs.pop("drop_on_export", None)
    if drop_on_export or drop_on_export is None and drop:
        mark = FunctionModifiers.UNUSED
    else:
        mark = FunctionModifiers.IGNORE

    def decorator(fn):
        fn._torchscript_modifier = mark
        return fn

    return decorator


def _drop(fn):
    fn._torchscript_modifier = FunctionModifiers._DROP
    return fn


def _copy_to_script_wrapper(fn):
    fn._torchscript_modifier = FunctionModifiers.COPY_TO_SCRIPT_WRAPPER
    return fn


def module_has_exports(mod):
    return any(get_torchscript_modifier(getattr(mod, name, None)) is FunctionModifiers.EXPORT for name in dir(mod) if hasattr(mod, name))


def get_torchscript_modifier(fn):
    if not callable(fn):
        return None
    if hasattr(fn, "__func__"):
        fn = fn.__func__
    return getattr(fn, "_torchscript_modifier", FunctionModifiers.DEFAULT)


def should_drop(fn) -> bool:
    return get_torchscript_modifier(fn) in (FunctionModifiers.UNUSED, FunctionModifiers._DROP)


def is_ignored_fn(fn) -> bool:
    return get_torchscript_modifier(fn) in (FunctionModifiers.UNUSED, FunctionModifiers.IGNORE, FunctionModifiers._DROP)


def _is_drop_fn(fn) -> bool:
    return get_torchscript_modifier(fn) is FunctionModifiers._DROP


def is_static_fn(cls, fn) -> bool:
    return isinstance(inspect.getattr_static(cls, fn, default=None), staticmethod)


def get_static_fn(cls, fn):
    return inspect.getattr_static(cls, fn).__func__


def copy_torchscript_modifier(orig, new) -> None:
    modifier = get_torchscript_modifier(orig)
    if modifier is not None:
        new._torchscript_modifier = modifier


_overloaded_fns: Dict[str, List[Callable]] = {}
_overloaded_methods: Dict[str, Dict[str, List[Callable]]] = {}
_overloaded_method_class_fileno: Dict[Tuple[str, str], Tuple[str, int]] = {}


def _check_overload_body(func):
    """A declaration has no body; where its source cannot be read, torch lets it pass, too."""
    try:
        body = ast.parse(textwrap.dedent(inspect.getsource(func))).body[0].body
    except (OSError, TypeError, SyntaxError, AttributeError, IndexError):
        return
    only = body[0] if len(body) == 1 else None
    if not isinstance(only, ast.Pass) and not (isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant) and only.value.value is Ellipsis):
        raise RuntimeError(f"the overload declaration of '{func.__name__}' may have nothing but `pass` or `...` as its body")


def _overload(func):
    _check_overload_body(func)
    _overloaded_fns.setdefault(_qualified_name(func), []).append(func)
    return func


def _get_fn_overloads(qual_name):
    return _overloaded_fns.get(qual_name)


def _clear_fn_overloads(qual_name) -> None:
    del _overloaded_fns[qual_name]


def _overload_method(func):
    _check_overload_body(func)
    owner = func.__module__ + "." + func.__qualname__.rpartition(".")[0]
    body = sys._getframe(1).f_code
    first = _overloaded_method_class_fileno.setdefault((f"{func.__module__}.{func.__name__}", body.co_name), body.co_firstlineno)
    if first != body.co_firstlineno:
        raise RuntimeError(f"'{func.__name__}' is overloaded in two classes called '{body.co_name}' in the same module, which torch cannot tell apart; give one of them another name")
    _overloaded_methods.setdefault(func.__module__ + "." + func.__qualname__, {}).setdefault(owner, []).append(func)
    return func


def _get_overloaded_methods(method, mod_class):
    if not hasattr(method, "__name__"):
        return None
    found = _overloaded_methods.get(method.__module__ + "." + method.__qualname__)
    return None if found is None else found.get(mod_class.__module__ + "." + mod_class.__qualname__)


def is_tuple(ann) -> bool:
    return get_origin(ann) is tuple


def is_list(ann) -> bool:
    return get_origin(ann) is list


def is_dict(ann) -> bool:
    return get_origin(ann) is dict


def is_union(ann):
    return get_origin(ann) in (Union, types.UnionType)


def is_optional(ann) -> bool:
    return is_union(ann) and type(None) in get_args(ann)


def is_future(ann) -> bool:
    return get_origin(ann) is Future


def is_await(ann) -> bool:
    return get_origin(ann) is _Await


def is_rref(ann) -> bool:
    return False


def is_final(ann) -> bool:
    return ann is Final or get_origin(ann) is Final


_T = typing.TypeVar("_T")


class Future(typing.Generic[_T]):
    def __init__(self, value=None):
        self._value = value

    def wait(self):
        return self._value

    value = wait


class _Await(typing.Generic[_T]):
    def __init__(self, value=None):
        self._value = value


Await = _Await


class BroadcastingListCls:
    def __getitem__(self, types):
        return


BroadcastingList1 = BroadcastingListCls()
BroadcastingList2 = BroadcastingListCls()
BroadcastingList3 = BroadcastingListCls()
BroadcastingList4 = BroadcastingListCls()
BroadcastingList5 = BroadcastingListCls()
BroadcastingList6 = BroadcastingListCls()


def is_scripting() -> bool:
    return False


def _qualified_name(obj, mangle_name=True) -> str:
    if hasattr(obj, "_jit_override_qualname"):
        return obj._jit_override_qualname
    name = "_lambda" if obj.__name__ == "<lambda>" else obj.__name__
    module = obj.__module__
    if module == "torch._classes":
        return obj.qualified_name
    if module is None:
        raise RuntimeError(f"the name of '{name}' cannot be found: its module is None")
    module = "__torch__" if module == "__main__" else "__torch__." + module
    if "." in name:
        raise RuntimeError(f"'{name}' is not a valid identifier")
    return module + "." + name


def _try_get_dispatched_fn(fn):
    return boolean_dispatched.get(fn) if callable(fn) else None


def _get_named_tuple_properties(obj, loc=None, rcb=None):
    return type(obj).__name__, list(obj._fields), [], []


def _create_named_tuple(t, unqual_name, field_names, defaults):
    return collections.namedtuple(unqual_name, field_names, defaults=defaults)(*t)


@contextlib.contextmanager
def _disable_emit_hooks():
    yield


def _is_exception(obj) -> bool:
    return inspect.isclass(obj) and issubclass(obj, Exception)


def _isinstance(obj, target_type) -> bool:
    origin = get_origin(target_type)
    if origin is None:
        return isinstance(obj, target_type)
    args = get_args(target_type)
    if origin in (list, List):
        return isinstance(obj, list) and all(_isinstance(v, args[0]) for v in obj)
    if origin in (dict, Dict):
        return isinstance(obj, dict) and all(_isinstance(k, args[0]) and _isinstance(v, args[1]) for k, v in obj.items())
    if origin in (tuple, Tuple):
        return isinstance(obj, tuple) and len(obj) == len(args) and all(_isinstance(v, a) for v, a in zip(obj, args))
    if is_union(target_type):
        return any(obj is None if a is type(None) else _isinstance(obj, a) for a in args)
    return False


def container_checker(obj, target_type) -> bool:
    return _isinstance(obj, target_type)


def _get_model_id(obj):
    return None


def raise_error_container_parameter_missing(target_type) -> None:
    raise RuntimeError(f"{target_type} needs its element types")
