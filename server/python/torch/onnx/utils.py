"""Only whether an export is under way: never."""
from ._globals import GLOBALS


def is_in_onnx_export() -> bool:
    return GLOBALS.in_onnx_export
