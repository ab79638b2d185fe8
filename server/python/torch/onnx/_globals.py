"""Names of torch/onnx/_globals.py."""


class _InternalGlobals:
    def __init__(self):
        self.in_onnx_export = False
        self.export_training = False


_is_onnx_exporting = False
GLOBALS = _InternalGlobals()
