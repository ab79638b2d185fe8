"""Profilers that measure nothing."""
import contextlib


class record_function(contextlib.ContextDecorator):
    def __init__(self, name, args=None):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


class profile(record_function):
    def __init__(self, *args, **kwargs):
        pass

    def key_averages(self, *args, **kwargs):
        return []


emit_nvtx = profile
