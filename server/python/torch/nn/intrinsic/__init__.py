"""The former place of torch.ao.nn.intrinsic."""
from torch.ao.nn.intrinsic import *  # noqa: F401,F403

def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"torch.nn.intrinsic.{name} is not known to the stand-in torch: it quantizes nothing")
