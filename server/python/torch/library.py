"""Custom operators are known by name only."""


class Library:
    def __init__(self, ns, kind, dispatch_key=""):
        self.ns = ns

    def define(self, *args, **kwargs):
        pass

    def impl(self, *args, **kwargs):
        return lambda f: f


def register_fake(*args, **kwargs):
    return lambda f: f


impl = custom_op = impl_abstract = register_kernel = register_fake
