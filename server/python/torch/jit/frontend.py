"""Names that user code imports from torch/jit/frontend.py."""


class FrontendError(Exception):
    pass


class NotSupportedError(FrontendError):
    pass


class UnsupportedNodeError(NotSupportedError):
    pass


#: Python has an unparser of its own since 3.9.
_IS_ASTUNPARSE_INSTALLED = True
