from . import Proxy  # noqa: F401
