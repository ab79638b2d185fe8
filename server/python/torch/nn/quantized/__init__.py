"""The former place of torch.ao.nn.quantized."""


def __getattr__(name):
    if not name.startswith("__"):
        import torch.ao.nn.quantized as now
        found = getattr(now, name, None)
        if found is not None:
            return found
    raise AttributeError(f"module 'torch.nn.quantized' has no attribute '{name}'")
