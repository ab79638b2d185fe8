"""Functions that are C functions in real torch: they do not bind as methods, and the object graph shows them by name."""
from . import NotBuilt


class Builtin:
    """Callable under one or more dotted names of real torch."""

    def __init__(self, name, implementation, names):
        self.__name__ = self.__qualname__ = name
        self.__torch_names__ = names
        self._implementation = implementation
        self.__doc__ = None

    def __call__(self, *args, **kwargs):
        return self._implementation(*args, **kwargs)

    @property
    def __module__(self):
        return self.__dict__["__torch_names__"][0].rpartition(".")[0]

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
