from ._jit_internal import Future  # noqa: F401
