"""Functions that are C functions in real torch: they do not bind as methods, and the object graph shows them by name."""
from . import NotBuilt
from .dispatch import by_torch_names


class Builtin:
    """Callable under one or more dotted names of real torch."""

    def __init__(self, name, implementation, names):
        self.__name__ = self.__qualname__ = name
        self.__torch_names__ = names
        self.__module__ = names[0].rpartition(".")[0]
        self.__doc__ = None
        self._implementation = implementation

    def __call__(self, *args, **kwargs):
        return self._implementation(*args, **by_torch_names(self._implementation, kwargs))

    def __repr__(self):
        return f"<built-in function {self.__name__}>"

    def __reduce__(self):
        return _find, (self.__torch_names__[0],)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


Builtin.__name__ = Builtin.__qualname__ = "builtin_function_or_method"


def _find(dotted):
    import importlib
    module, _, name = dotted.rpartition(".")
    return getattr(importlib.import_module(module), name)


def not_built(dotted):
    def call(*args, **kwargs):
        raise NotBuilt(f"{dotted} was called while the module was loaded; the stand-in torch knows it by name only")
    return call


def fill(namespace, room, kinds, operation, names):
    """Puts a Builtin for every listed name of `room` that `namespace` lacks; `operation(name)` answers to it, `names(name)` are its dotted names."""
    from .._tensor import listed
    for name in listed(room, *kinds):
        if name not in namespace:
            dotted = names(name)
            namespace[name] = Builtin(name, operation(name) or not_built(dotted[0]), dotted)
