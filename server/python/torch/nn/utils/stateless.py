"""Calls with other parameters; answers to torch/nn/utils/stateless.py."""

import contextlib

__all__ = ["functional_call"]

_ABSENT = object()


def _owner(module, path):
    prefix, _, name = path.rpartition(".")
    return (module.get_submodule(prefix) if prefix else module), name


def _swap(module, path, value):
    """Puts a tensor in a place and gives back what was there."""
    owner, name = _owner(module, path)
    for table in (owner._parameters, owner._buffers, owner.__dict__):
        if name in table:
            old = table[name]
            if value is _ABSENT:
                del table[name]
            else:
                table[name] = value
            return old
    if value is not _ABSENT:
        setattr(owner, name, value)
    return _ABSENT


@contextlib.contextmanager
def _reparametrize_module(module, parameters_and_buffers, tie_weights=False, strict=False, stack_weights=False):
    own = dict(module.named_parameters(remove_duplicate=False)) | dict(module.named_buffers(remove_duplicate=False))
    given = dict(parameters_and_buffers)
    if strict and given.keys() != own.keys():
        raise RuntimeError(
            f"strict call of {type(module).__name__}: missing {sorted(own.keys() - given.keys())}, "
            f"unexpected {sorted(given.keys() - own.keys())}"
        )
    if tie_weights:
        by_tensor = {id(own[path]): value for path, value in given.items() if path in own}
        given |= {path: by_tensor[id(t)] for path, t in own.items() if id(t) in by_tensor and path not in given}
    old = {path: _swap(module, path, value) for path, value in given.items()}
    try:
        yield
    finally:
        for path in reversed(old):
            changed = _swap(module, path, old[path])
            if path in parameters_and_buffers:
                parameters_and_buffers[path] = changed


def functional_call(module, parameters_and_buffers, args=None, kwargs=None, *, tie_weights=True, strict=False):
    args = () if args is None else args if isinstance(args, tuple) else (args,)
    with _reparametrize_module(module, parameters_and_buffers, tie_weights=tie_weights, strict=strict):
        return module(*args, **(kwargs or {}))


_functional_call = functional_call
