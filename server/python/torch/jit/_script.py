"""Names of torch/jit/_script.py."""
from torch._lens.packed import ScriptObject
from . import RecursiveScriptModule, ScriptFunction, ScriptModule, ScriptList, ScriptDict, RecursiveScriptClass, CompilationUnit, Attribute, ScriptWarning, script, script_method, interface, _unwrap_optional, call_prepare_scriptable_func  # noqa: F401


class _ScriptProfile:
    """Measures nothing here; torch compiles it where compiled code makes one."""

    def __init__(self) -> None:
        self.profile = ScriptObject("profiling._ScriptProfile")

    def enable(self):
        pass

    def disable(self):
        pass

    def dump_string(self) -> str:
        return ""

    def dump(self):
        print(self.dump_string())
