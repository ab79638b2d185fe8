"""Context managers that are decorators too; answers to torch/utils/_contextlib.py.

The names of this file's globals matter: a decorated function is looked up with them when it is compiled.
"""
import functools
import inspect
import sys
import warnings
from typing import Any, Callable, TypeVar, cast

FuncType = Callable[..., Any]
F = TypeVar("F", bound=FuncType)


def _wrap_generator(ctx_factory, func):
    @functools.wraps(func)
    def generator_context(*args, **kwargs):
        steps = func(*args, **kwargs)
        send = None
        while True:
            with ctx_factory():
                try:
                    given = steps.send(send)
                except StopIteration as stop:
                    return stop.value
            send = yield given

    return generator_context


def context_decorator(ctx, func):
    if callable(ctx) and hasattr(ctx, "__enter__"):
        raise AssertionError(f"{ctx} can be called and is a context manager: which of both is meant?")
    if callable(ctx):
        ctx_factory = ctx
    else:
        def ctx_factory():
            return ctx

    if inspect.isclass(func):
        raise RuntimeError("a class cannot be decorated with a context manager: decorate its methods")
    if inspect.isgeneratorfunction(func):
        return _wrap_generator(ctx_factory, func)

    @functools.wraps(func)
    def decorate_context(*args, **kwargs):
        with ctx_factory():
            return func(*args, **kwargs)

    return decorate_context


class _DecoratorContextManager:
    """A context manager that can decorate."""

    def __call__(self, orig_func: F) -> F:
        if inspect.isclass(orig_func):
            warnings.warn("decorating a class with a context manager is deprecated: decorate its methods", FutureWarning, stacklevel=2)
            func = cast(F, lambda *args, **kwargs: orig_func(*args, **kwargs))
        else:
            func = orig_func
        return cast(F, _decorator()(self.clone, func))

    def __enter__(self) -> None:
        raise NotImplementedError

    def __exit__(self, exc_type: Any, exc_value: Any, traceback: Any) -> None:
        raise NotImplementedError

    def clone(self):
        return self.__class__()


class _NoParamDecoratorContextManager(_DecoratorContextManager):
    """One that may decorate without parentheses."""

    def __new__(cls, orig_func=None):
        if orig_func is None:
            return super().__new__(cls)
        if not _decorator_needs_no_call():
            raise TypeError(f"{cls.__name__}() takes no function in this release of torch: write @torch.{cls.__name__}()")
        return cls()(orig_func)


def _decorator():
    torch = sys.modules["torch"]
    if torch._lens_version >= (2, 0):
        return context_decorator
    return torch.autograd.grad_mode._decorate


def _decorator_needs_no_call():
    return sys.modules["torch"]._lens_version >= (2, 0)
