import functools


def _require_initialized(func):
    @functools.wraps(func)
    def checked(*args, **kwargs):
        raise RuntimeError("no remote procedure calls have been set up")
    return checked
