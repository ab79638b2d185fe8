"""Names of torch/jit/_script.py."""
from . import RecursiveScriptModule, ScriptFunction, ScriptModule, ScriptList, ScriptDict, RecursiveScriptClass, CompilationUnit, Attribute, ScriptWarning, script, script_method, interface, _unwrap_optional, call_prepare_scriptable_func  # noqa: F401
