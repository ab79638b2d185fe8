"""Names of torch.nn.quantized: importable, but the stand-in quantizes nothing."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise NotImplementedError(f"torch.nn.quantized.{name} is not part of the stand-in: it quantizes nothing")
