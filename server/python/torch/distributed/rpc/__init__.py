from .api import RRef, remote, rpc_async, rpc_sync  # noqa: F401


def is_available():
    return True
