"""Names that user code imports from torch/jit/frontend.py."""


class FrontendError(Exception):
    pass


class NotSupportedError(FrontendError):
    pass


class UnsupportedNodeError(NotSupportedError):
    pass
