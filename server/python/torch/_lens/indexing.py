"""`x[...]` and `x[...] = v`: ints, slices, None, Ellipsis, bool and int tensors."""
from . import core, shaping
from .core import as_int, new, numel, values, wrap_dim
from .types import bool_, int64


def _is_bool(x):
    return isinstance(x, core.Tensor) and x._dtype is bool_ or isinstance(x, bool)


def _columns(mask):
    from .elementwise import nonzero
    return nonzero(mask, as_tuple=True)


def _normalize(t, key):
    items = list(key) if isinstance(key, tuple) else [key]
    if isinstance(key, list):
        items = [key]
    rank = sum(len(i._shape) if isinstance(i, core.Tensor) and i._dtype is bool_ else 0 if i is None or i is Ellipsis or isinstance(i, bool) else 1 for i in items)
    if rank > len(t._shape):
        raise IndexError(f"too many indices for a tensor of {len(t._shape)} dimensions")
    if any(i is Ellipsis for i in items):
        at = next(n for n, i in enumerate(items) if i is Ellipsis)
        items[at:at + 1] = [slice(None)] * (len(t._shape) - rank)
    return items


def plan(t, key):
    """A view with ints, slices and Nones applied, and what tensors still index: [(dimension, index)]."""
    found, d, rest = t, 0, []
    for item in _normalize(t, key):
        if item is None:
            found = shaping.unsqueeze(found, d)
            d += 1
        elif isinstance(item, bool):
            found = shaping.unsqueeze(found, d)
            rest.append((d, new((1 if item else 0,), int64, values=[0] if item else [])))
            d += 1
        elif isinstance(item, slice):
            n = found._shape[d]
            start, stop, step = slice(*(None if p is None else as_int(p) for p in (item.start, item.stop, item.step))).indices(n)
            if step <= 0:
                raise ValueError("the step of a slice must be greater than zero")
            if not (start == 0 and stop >= n and step == 1):
                found = shaping.sliced(found, d, start, max(stop, start), step)
            d += 1
        elif isinstance(item, core.Tensor) and item._dtype is bool_:
            flat = _columns(item)
            for k, column in enumerate(flat):
                rest.append((d + k, column))
            d += len(item._shape)
        elif isinstance(item, core.Tensor) and len(item._shape) == 0 and core.values(item) is not None:
            found = shaping.select(found, d, int(item))
        elif isinstance(item, (core.Tensor, list, tuple, range)):
            index = item if isinstance(item, core.Tensor) else _tensor_of(item)
            if index._dtype is bool_:
                for k, column in enumerate(_columns(index)):
                    rest.append((d + k, column))
                d += len(index._shape)
            else:
                rest.append((d, index))
                d += 1
        else:
            if isinstance(item, float):
                raise IndexError("an index is an int, a slice, an ellipsis, None, or a tensor of ints or truth values, not a float")
            found = shaping.select(found, d, as_int(item))
    return found, rest


def _tensor_of(data):
    from .elementwise import OPS
    return OPS["tensor"](list(data))


def _placed(found, rest):
    """Which dimensions tensors index, after how many of the others the indexed ones stand (where they were if side by side, else in front), and the others."""
    dims = [d for d, _ in rest]
    lead = dims[0] if dims == list(range(dims[0], dims[0] + len(dims))) else 0
    return dims, lead, [d for d in range(len(found._shape)) if d not in dims]


def getitem(t, key):
    found, rest = plan(t, key)
    if not rest:
        return found if found is not t else core.view(t, t._shape, t._strides)
    shape = core.broadcast_shapes(*(i._shape for _, i in rest))
    dims, lead, other_dims = _placed(found, rest)
    others = [found._shape[d] for d in other_dims]
    out = tuple(others[:lead]) + tuple(shape) + tuple(others[lead:])
    source = values(found)
    columns = [values(core.expanded(i, shape)) for _, i in rest]
    if source is None or any(c is None for c in columns) or numel(out) > core.LIMIT:
        return new(out, found._dtype, found._storage.device)
    steps = core.contiguous_strides(found._shape)
    picked = [sum(wrap_dim(c[k], found._shape[d]) * steps[d] for c, d in zip(columns, dims)) for k in range(numel(shape))]
    before = core.offsets([found._shape[d] for d in other_dims[:lead]], [steps[d] for d in other_dims[:lead]], 0)
    after = core.offsets([found._shape[d] for d in other_dims[lead:]], [steps[d] for d in other_dims[lead:]], 0)
    return new(out, found._dtype, found._storage.device, [source[b + p + a] for b in before for p in picked for a in after], exact=True)


def _without_spare(value, rank):
    """Sizes of 1 before those of the place that it is assigned to do not count."""
    while len(value._shape) > rank and value._shape[0] == 1:
        value = shaping.select(value, 0, 0)
    return value


def setitem(t, key, value):
    from .elementwise import OPS
    found, rest = plan(t, key)
    if not isinstance(value, core.Tensor):
        if not core.is_number(value):
            raise TypeError(f"a {type(value).__name__} cannot be assigned to a place of a tensor: use torch.tensor(...)")
        value = OPS["tensor"](core.number(value), dtype=t._dtype)
    if not rest:
        wide = values(core.expanded(_without_spare(value, len(found._shape)), found._shape))
        core.store(found, None if wide is None else list(wide))
        return
    data = values(found)
    columns = [values(i) for _, i in rest]
    given = values(value)
    if data is None or given is None or any(c is None for c in columns):
        core.store(found, None)
        return
    shape = core.broadcast_shapes(*(i._shape for _, i in rest))
    dims, lead, others = _placed(found, rest)
    steps = core.contiguous_strides(found._shape)
    wide = [values(core.expanded(i, shape)) for _, i in rest]
    picked = [sum(wrap_dim(c[k], found._shape[d]) * steps[d] for c, d in zip(wide, dims)) for k in range(numel(shape))]
    before, after = (core.offsets([found._shape[d] for d in part], [steps[d] for d in part], 0) for part in (others[:lead], others[lead:]))
    target = tuple(found._shape[d] for d in others[:lead]) + tuple(shape) + tuple(found._shape[d] for d in others[lead:])
    source = iter(values(core.expanded(_without_spare(value, len(target)), target)))
    flat = list(data)
    for b in before:
        for p in picked:
            for a in after:
                flat[b + p + a] = next(source)
    core.store(found, flat)
