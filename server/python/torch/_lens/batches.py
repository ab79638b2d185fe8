"""torch.vmap, sample by sample; answers to torch/_functorch/vmap.py."""
import functools

from . import NotBuilt

#: Calls of one function, those of vmaps in each other multiplied.
MOST = 4096
_calls = 1


def _picked(value, dim, i):
    """Of each tensor in `value` the i-th sample along its dimension; where that is None all of it."""
    if dim is None:
        return value
    if isinstance(value, dict):
        return type(value)((k, _picked(v, dim[k] if isinstance(dim, dict) else dim, i)) for k, v in value.items())
    if isinstance(value, (list, tuple)):
        return type(value)(_picked(v, d, i) for v, d in zip(value, dim if isinstance(dim, (list, tuple)) else [dim] * len(value)))
    return value.select(dim, i)


def _sizes(value, dim):
    if dim is None:
        return
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, (list, tuple)) else None
    if parts is None:
        yield value.size(dim)
        return
    for key, part in parts:
        yield from _sizes(part, dim[key] if isinstance(dim, (dict, list, tuple)) else dim)


def _joined(made, dim):
    import torch
    first = made[0]
    if isinstance(first, dict):
        return {k: _joined([m[k] for m in made], dim) for k in first}
    if isinstance(first, (list, tuple)):
        return type(first)(_joined([m[n] for m in made], dim[n] if isinstance(dim, (list, tuple)) else dim) for n in range(len(first)))
    if not isinstance(first, torch.Tensor):
        raise ValueError(f"vmap({first!r}): a function that is mapped over samples returns tensors, not {type(first)}")
    return first if dim is None else torch.stack(made, dim)


def vmapped(func, in_dims, out_dims):
    @functools.wraps(func)
    def mapped(*args, **kwargs):
        global _calls
        dims = in_dims if isinstance(in_dims, (list, tuple)) else (in_dims,) * len(args)
        found = [s for a, d in [*zip(args, dims), *((v, 0) for v in kwargs.values())] for s in _sizes(a, d)]
        if not found or any(s != found[0] for s in found):
            raise ValueError(f"vmap: the sizes of the mapped dimensions have to be the same, and are {found}")
        before, n = _calls, int(found[0])
        _calls *= max(n, 1)
        try:
            if _calls > MOST or n == 0:
                raise NotBuilt(f"torch.vmap over {_calls} samples, which the stand-in torch maps one by one")
            return _joined([func(*(_picked(a, d, i) for a, d in zip(args, dims)), **{k: _picked(v, 0, i) for k, v in kwargs.items()}) for i in range(n)], out_dims)
        finally:
            _calls = before
    return mapped
