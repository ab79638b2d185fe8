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


def holders(module, layers=lambda name: False):
    """A module's `__getattr__`: every name that is written like a class is one that can be constructed and kept; those that are `layers` are nn.Modules."""
    made = {}

    def find(name):
        if not name[:1].isupper():
            raise AttributeError(f"{module} has no {name}, or none that the stand-in knows")
        if name not in made:
            made[name] = layer(module, name) if layers(name) else holder(name)
        return made[name]

    return find


def _call(name):
    def call(self, *args, **kwargs):
        raise NotImplementedError(f"{name} needs torchvision itself: install it beside the model")

    return call


def holder(name):
    """A class that can be constructed and kept, but not called."""

    def construct(self, *args, **kwargs):
        self.arguments = (args, kwargs)

    return type(name, (), {"__init__": construct, "__call__": _call(name)})


def layer(module, name):
    """The same for a class of modules; the compiler is told that what it has and what its forward would be is not known."""
    from lens.finder import layer_class
    from torch import nn

    def construct(self, *args, **kwargs):
        nn.Module.__init__(self)

    return layer_class(name, f"{module}.{name}", {"__init__": construct, "__call__": _call(name), "__module__": module})
