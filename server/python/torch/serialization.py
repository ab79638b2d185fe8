"""Checkpoints are not read while a model is loaded."""


def load(f, map_location=None, *args, **kwargs):
    raise RuntimeError(f"torch.load({f!r}) is not available here: weights are not read while a model is only looked at. Build the model without its checkpoint.")


def save(obj, f, *args, **kwargs):
    pass


def add_safe_globals(*args):
    pass
