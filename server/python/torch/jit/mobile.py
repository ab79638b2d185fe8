"""Archives are not read while a model is loaded."""


def _load_for_lite_interpreter(f, map_location=None):
    raise RuntimeError(f"torch.jit archives are not read while a model is loaded: {f}")
