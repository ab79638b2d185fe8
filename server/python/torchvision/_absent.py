"""Modules of which only the names exist."""


def names_only(module, names):
    """A module's `__getattr__`: importing a name (one of `names`, or any where that is None) works, using it says what is missing."""

    def make(name):
        if name.startswith("_") or names is not None and name not in names:
            raise AttributeError(f"{module} has no {name}, or none that the stand-in knows")

        def refuse(*args, **kwargs):
            raise NotImplementedError(f"{module}.{name} needs torchvision itself: install it beside the model")

        refuse.__name__ = refuse.__qualname__ = name
        refuse.__module__ = module
        return refuse

    return make


def holders(module):
    """A module's `__getattr__`: every name that is written like a class is one that can be constructed and kept."""
    made = {}

    def find(name):
        if not name[:1].isupper():
            raise AttributeError(f"{module} has no {name}, or none that the stand-in knows")
        return made.setdefault(name, holder(name))

    return find


def holder(name):
    """A class that can be constructed and kept, but not called."""

    def construct(self, *args, **kwargs):
        self.arguments = (args, kwargs)

    def call(self, *args, **kwargs):
        raise NotImplementedError(f"{name} needs torchvision itself: install it beside the model")

    return type(name, (), {"__init__": construct, "__call__": call})
