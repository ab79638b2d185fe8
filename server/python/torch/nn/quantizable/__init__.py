"""Names of torch.nn.quantizable: importable, but the stand-in quantizes nothing."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"torch.nn.quantizable.{name} is not known to the stand-in torch: it quantizes nothing")
