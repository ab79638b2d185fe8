"""Checkpoints are not read: opening one would run what is pickled in it. What they hold is a placeholder."""


def load(f, map_location=None, *args, **kwargs):
    from lens.finder import Placeholder
    return Placeholder(f"torch.load({f!r})" if isinstance(f, str) else "torch.load(...)")


def save(obj, f, *args, **kwargs):
    pass


def add_safe_globals(*args):
    pass
