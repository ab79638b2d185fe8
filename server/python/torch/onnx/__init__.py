"""Exports are not written."""


def export(*args, **kwargs):
    pass


def is_in_onnx_export():
    return False


is_in_onnx_export.__torch_names__ = ("torch.onnx.is_in_onnx_export",)


class TrainingMode:
    EVAL = 0
    TRAINING = 1
    PRESERVE = 2


class OperatorExportTypes:
    ONNX = 0


def register_custom_op_symbolic(*args, **kwargs):
    pass


from . import symbolic_helper, symbolic_opset11, symbolic_opset9, operators  # noqa: E402,F401
