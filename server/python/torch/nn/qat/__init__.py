"""The former place of torch.ao.nn.qat."""
from torch.ao.nn.qat import *  # noqa: F401,F403


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"torch.nn.qat.{name} is not known to the stand-in torch")
