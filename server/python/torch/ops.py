"""`torch.ops.namespace.name`: known by name."""
import types

from ._lens.builtin import Builtin, not_built
from ._tensor import implementation

#: What packages call while they are imported.
ANSWERS = {"torch.ops.torchvision._cuda_version": lambda: -1}


class _Packet(Builtin):
    """An operator; its attributes are its overloads."""

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        dotted = f"{self.__torch_names__[0]}.{name}"
        made = Builtin(name, self._implementation, (dotted,))
        self.__dict__[name] = made
        return made

    def overloads(self):
        return []


_Packet.__name__ = _Packet.__qualname__ = "OpOverloadPacket"


class _Namespace(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        dotted = f"torch.ops.{self.__dict__['_lens_namespace']}.{name}"
        known = ANSWERS.get(dotted) or (implementation(name) if dotted.startswith("torch.ops.aten.") else None)
        made = _Packet(name, known or not_built(dotted), (dotted,))
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
        pass


ops = _Ops("torch.ops")


class _Classes(types.ModuleType):
    def load_library(self, path):
        pass


classes = _Classes("torch.classes")
