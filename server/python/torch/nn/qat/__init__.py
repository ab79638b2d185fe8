"""Names of torch.nn.qat: importable, but the stand-in quantizes nothing."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise AttributeError(f"torch.nn.qat.{name} is not known to the stand-in torch: it quantizes nothing")
