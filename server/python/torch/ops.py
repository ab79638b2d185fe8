"""`torch.ops.namespace.name`: known by name."""
import os
import sys
import types

from ._lens import NotBuilt, operators, packed
from ._lens.builtin import Builtin, not_built
from ._tensor import implementation

#: What packages call while they are imported.
ANSWERS = {"torch.ops.torchvision._cuda_version": lambda: -1, **packed.OPERATORS}


class _Packet(Builtin):
    """An operator; its attributes are its overloads."""

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        dotted = f"{self.__torch_names__[0]}.{name}"
        made = _Overload(name, self._implementation, (dotted,))
        self.__dict__[name] = made
        return made

    def overloads(self):
        return []


class _Overload(Builtin):
    """One overload of an operator: to TorchScript an ordinary Python object."""


_Overload.__name__ = _Overload.__qualname__ = "OpOverload"
_Packet.__name__ = _Packet.__qualname__ = "OpOverloadPacket"


class _Namespace(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        dotted = f"torch.ops.{self.__dict__['_lens_namespace']}.{name}"
        namespace = self.__dict__["_lens_namespace"]
        known = ANSWERS.get(dotted) or (implementation(name) if namespace == "aten" else operators.implementation(dotted))
        if known is None and namespace in operators.owned:
            raise AttributeError(f"'_OpNamespace' '{namespace}' object has no attribute '{name}'")
        made = _Packet(name, known or not_built(dotted), (dotted,))
        if known is not None:  # it may still be declared
            self.__dict__[name] = made
        return made


class _Ops(types.ModuleType):
    __file__ = "_ops.py"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = _Namespace(f"torch.ops.{name}")
        made._lens_namespace = name
        self.__dict__[name] = made
        return made

    def load_library(self, path):
        _load(path, sys._getframe(1))


def _load(path, caller):
    """One that is not there is taken for one built elsewhere, except by code that has another way then."""
    from lens.guards import catches_missing_library
    if not os.path.exists(path) and catches_missing_library(caller):
        raise OSError(f"{path}: cannot open shared object file: No such file or directory")
    ops.loaded_libraries.add(str(path))


ops = _Ops("torch.ops")
ops.loaded_libraries = set()


class _ClassNamespace(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        dotted = f"{self.__name__}.{name}"
        if ops.loaded_libraries:
            raise NotBuilt(f"{dotted} comes from a library in C++ ({', '.join(sorted(ops.loaded_libraries))}), which cannot be loaded here")
        raise RuntimeError(f"{dotted} does not exist: no library that registers it was loaded (torch.classes.load_library)")


class _Classes(types.ModuleType):
    __file__ = "_classes.py"

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        made = self.__dict__[name] = _ClassNamespace(f"torch.classes.{name}")
        return made

    @property
    def loaded_libraries(self):
        return ops.loaded_libraries

    def load_library(self, path):
        _load(path, sys._getframe(1))


classes = _Classes("torch.classes")
