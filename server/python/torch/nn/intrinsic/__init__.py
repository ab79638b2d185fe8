"""Names of torch.nn.intrinsic: importable, but the stand-in quantizes nothing."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"torch.nn.intrinsic.{name} is not known to the stand-in torch: it quantizes nothing")
