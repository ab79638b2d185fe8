"""Names of torch.package; none of them is built."""
from ._lens import UnknownName as _UnknownName


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise _UnknownName(f"torch.package.{name} is not known to the stand-in torch")
