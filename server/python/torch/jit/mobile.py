"""Archives are not read while a model is loaded."""
from torch._lens import NotBuilt


class LiteScriptModule:
    def __init__(self, cpp_module):
        raise NotBuilt("torch.jit.mobile.LiteScriptModule: archives are not read here")


def _unread(name):
    def asked(f, *args, **kwargs):
        raise NotBuilt(f"torch.jit.mobile.{name}({f!r}): archives are not read here")
    asked.__name__ = asked.__qualname__ = name
    return asked


for _name in ("_load_for_lite_interpreter", "_export_operator_list", "_get_model_bytecode_version", "_get_mobile_model_contained_types", "_backport_for_mobile", "_backport_for_mobile_to_buffer", "_get_model_ops_and_info"):
    globals()[_name] = _unread(_name)
