"""Exports are not written; who watches a script is told of them."""
from torch.nn import _target as _at


def export(model=None, args=None, f=None, *rest, **kwargs):
    import torch
    if torch.jit._watch is not None:
        torch.jit._watch.onnx_export(model, f)


from .utils import is_in_onnx_export  # noqa: E402,F401

if _at.v2_14:
    def is_in_onnx_export() -> bool:
        from torch.onnx import _globals
        from torch.onnx._globals import GLOBALS

        return GLOBALS.in_onnx_export or _globals._is_onnx_exporting


class TrainingMode:
    EVAL = 0
    TRAINING = 1
    PRESERVE = 2


class OperatorExportTypes:
    ONNX = 0


def register_custom_op_symbolic(*args, **kwargs):
    pass


from . import symbolic_helper, symbolic_opset11, symbolic_opset9, operators  # noqa: E402,F401
