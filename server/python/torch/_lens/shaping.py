"""Views, joins, reorderings: operations that move values without computing (answers to aten/src/ATen/native/TensorShape)."""
import math
import sys

from . import core
from .core import LIMIT, BOOL, bool_, int64, contiguous_strides, ints, need, new, numel, result_dtype, values, view, wrap_dim
from .elementwise import op, OPS, INPLACE


def size_of(shape, n):
    """Resolves one -1."""
    shape = list(shape)
    if shape.count(-1) > 1:
        raise RuntimeError("only one size can be -1")
    if -1 in shape:
        rest = math.prod(s for s in shape if s != -1)
        if rest == 0 or n % rest:
            raise RuntimeError(f"shape {shape} is invalid for input of size {n}")
        shape[shape.index(-1)] = n // rest
    if math.prod(shape) != n or any(s < 0 for s in shape):
        raise RuntimeError(f"shape {shape} is invalid for input of size {n}")
    return shape


def _view_strides(t, shape):
    """Strides of `shape` over the same storage, or None where a copy is needed."""
    if numel(t._shape) == 0 or core.is_contiguous(t):
        return contiguous_strides(shape)
    old = [(n, s) for n, s in zip(t._shape, t._strides) if n != 1]
    out = [0] * len(shape)
    i = len(shape) - 1
    j = len(old) - 1
    while j >= 0:
        # join old dimensions that lie contiguously
        size, step = old[j]
        while j > 0 and old[j - 1][1] == old[j][0] * old[j][1]:
            j -= 1
            size *= old[j][0]
        j -= 1
        done = 1
        at = step
        while i >= 0 and done < size:
            out[i] = at
            done *= shape[i]
            at *= shape[i]
            i -= 1
            while i >= 0 and shape[i] == 1:
                out[i] = at
                i -= 1
        if done != size:
            return None
    for k in range(i, -1, -1):
        if shape[k] != 1:
            return None
        out[k] = out[k + 1] * shape[k + 1] if k + 1 < len(shape) else 1
    return out


@op("view")
def view_(input, *shape, dtype=None, size=None):
    if size is not None:
        shape = (size,)
    if len(shape) == 1 and isinstance(shape[0], core.dtype) or dtype is not None:
        dt = dtype or shape[0]
        if dt._itemsize == input._dtype._itemsize:
            return new(input._shape, dt, input._storage.device)
        factor = input._dtype._itemsize / dt._itemsize
        return new((*input._shape[:-1], int(input._shape[-1] * factor)), dt, input._storage.device)
    sizes = size_of(ints(shape), numel(input._shape))
    strides = _view_strides(input, sizes)
    if strides is None:
        raise RuntimeError(f"a tensor of shape {list(input._shape)} and strides {list(input._strides)} cannot be viewed as {sizes}: use .reshape(...)")
    return view(input, sizes, strides)


@op("reshape")
def reshape(input, *shape, **kwargs):
    if "shape" in kwargs:
        shape = (kwargs["shape"],)
    sizes = size_of(ints(shape), numel(input._shape))
    strides = _view_strides(input, sizes)
    if strides is None:
        return view(contiguous(input), sizes, contiguous_strides(sizes))
    return view(input, sizes, strides)


op("view_as")(lambda input, other: view_(input, other._shape))
op("reshape_as")(lambda input, other: reshape(input, other._shape))
op("expand_as")(lambda input, other: core.expanded(input, other._shape))


def copy_of(t, dt=None, dev=None, shape=None):
    """A fresh contiguous tensor with the same values."""
    dt = dt or t._dtype
    dev = dev or t._storage.device
    storage = t._storage
    same = dt is t._dtype and core.whole(t)
    later = storage.shared() if same else None
    found = None if later else values(t)
    return new(t._shape if shape is None else shape, dt, dev, None if found is None else found if found is not storage.data else list(found), later, exact=dt is t._dtype, recipe=storage.recipe if same else None)


def _channels_last(input, memory_format):
    """`input` laid out with its channels last, itself if it is so already or that has to wait for values that are drawn later; None for other formats and ranks."""
    rank = {"channels_last": 4, "channels_last_3d": 5}.get(getattr(memory_format, "_name", None))
    if rank is None or len(input._shape) != rank:
        return None
    order = [0, *range(2, rank), 1]
    straight = permuted(input, order)
    if core.is_contiguous(straight) or values(input) is None and input._storage.recipe is not None:
        return input
    made = permuted(copy_of(straight), [0, rank - 1, *range(1, rank - 1)])
    made._base = None
    return made


@op("contiguous")
def contiguous(input, memory_format=None):
    laid = _channels_last(input, memory_format)
    if laid is not None:
        return laid
    return input if core.is_contiguous(input) else copy_of(input)


@op("clone")
def clone(input, *, memory_format=None):
    laid = _channels_last(input, memory_format)
    if laid is not None and laid is not input:
        return laid
    if core.is_contiguous(input) or memory_format is not None and memory_format._name == "contiguous_format":
        return copy_of(input)
    # a tensor that only has its dimensions in another order keeps that order
    order = sorted(range(len(input._shape)), key=lambda d: -input._strides[d])
    straight = permuted(input, order)
    if not core.is_contiguous(straight):
        return copy_of(input)
    made = permuted(copy_of(straight), sorted(range(len(order)), key=lambda d: order[d]))
    made._base = None
    return made


@op("ravel")
def ravel(input):
    return reshape(input, -1)


@op("flatten")
def flatten(input, start_dim=0, end_dim=-1):
    rank = len(input._shape)
    if rank == 0:
        return reshape(input, 1)
    a, b = wrap_dim(start_dim, rank), wrap_dim(end_dim, rank)
    if a > b:
        raise RuntimeError("flatten() needs start_dim before end_dim")
    if a == b:
        return input
    return reshape(input, [*input._shape[:a], numel(input._shape[a:b + 1]), *input._shape[b + 1:]])


@op("unflatten")
def unflatten(input, dim, sizes):
    d = wrap_dim(dim, len(input._shape))
    return view_(input, [*input._shape[:d], *size_of(ints((sizes,)), input._shape[d]), *input._shape[d + 1:]])


@op("squeeze", inplace=True)
def squeeze(input, dim=None, *more):
    rank = len(input._shape)
    if more:
        if sys.modules["torch"]._lens_version < (2, 0):
            raise TypeError("squeeze() takes one dimension before torch 2.0")
        dim = (dim, *more)
    if dim is None:
        drop = set(range(rank))
    else:
        drop = {wrap_dim(d, rank) for d in (dim if isinstance(dim, (tuple, list)) else (dim,))}
    keep = [i for i in range(rank) if not (i in drop and input._shape[i] == 1)]
    return view(input, [input._shape[i] for i in keep], [input._strides[i] for i in keep])


@op("unsqueeze", inplace=True)
def unsqueeze(input, dim):
    rank = len(input._shape) + 1
    d = wrap_dim(dim, rank)
    step = input._shape[d] * input._strides[d] if d < rank - 1 else 1
    return view(input, [*input._shape[:d], 1, *input._shape[d:]], [*input._strides[:d], step, *input._strides[d:]])


def permuted(t, order):
    return view(t, [t._shape[i] for i in order], [t._strides[i] for i in order])


@op("permute")
def permute(input, *dims, **kwargs):
    order = [wrap_dim(d, len(input._shape)) for d in ints((kwargs["dims"],) if "dims" in kwargs else dims)]
    if sorted(order) != list(range(len(input._shape))):
        raise RuntimeError(f"permute() needs each of the {len(input._shape)} dimensions once, not {list(order)}")
    return permuted(input, order)


@op("transpose", "swapaxes", "swapdims", inplace=True)
def transpose(input, dim0=None, dim1=None, axis0=None, axis1=None):
    rank = len(input._shape)
    a, b = wrap_dim(axis0 if dim0 is None else dim0, rank), wrap_dim(axis1 if dim1 is None else dim1, rank)
    order = list(range(rank))
    if rank:
        order[a], order[b] = order[b], order[a]
    return permuted(input, order)


@op("t", inplace=True)
def t(input):
    if len(input._shape) > 2:
        raise RuntimeError(f"t() needs at most 2 dimensions, this tensor has {len(input._shape)}")
    return permuted(input, range(len(input._shape) - 1, -1, -1))


op("adjoint")(lambda input: OPS["conj"](transpose(input, -2, -1)) if input.is_complex() else transpose(input, -2, -1))


@op("movedim", "moveaxis")
def movedim(input, source, destination):
    rank = len(input._shape)
    src = [wrap_dim(d, rank) for d in (source if isinstance(source, (tuple, list)) else [source])]
    dst = [wrap_dim(d, rank) for d in (destination if isinstance(destination, (tuple, list)) else [destination])]
    order = [None] * rank
    for s, d in zip(src, dst):
        order[d] = s
    rest = iter(i for i in range(rank) if i not in src)
    return permuted(input, [next(rest) if o is None else o for o in order])


@op("expand")
def expand(input, *size, implicit=False, **kwargs):
    sizes = ints((kwargs["size"],) if "size" in kwargs else size)
    lead = len(sizes) - len(input._shape)
    if lead < 0:
        raise RuntimeError(f"expand({sizes}) has fewer sizes than the tensor has dimensions ({len(input._shape)})")
    return core.expanded(input, [input._shape[i - lead] if n == -1 and i >= lead else n for i, n in enumerate(sizes)])


op("broadcast_to")(lambda input, *size, **kwargs: expand(input, *size, **kwargs))


@op("broadcast_tensors")
def broadcast_tensors(*tensors):
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        tensors = tensors[0]
    shape = core.broadcast_shapes(*(x._shape for x in tensors))
    return tuple(core.expanded(x, shape) for x in tensors)


@op("repeat")
def repeat(input, *repeats, **kwargs):
    times = ints((kwargs["repeats"],) if "repeats" in kwargs else repeats)
    lead = len(times) - len(input._shape)
    if lead < 0:
        raise RuntimeError("repeat() needs at least one number for each dimension")
    shape = [1] * lead + list(input._shape)
    out = [n * r for n, r in zip(shape, times)]
    src = reshape(input, shape)
    if numel(out) > LIMIT or values(src) is None:
        return new(out, input._dtype, input._storage.device)
    wide = core.expanded(reshape(src, [x for n in shape for x in (1, n)]), [x for r, n in zip(times, shape) for x in (r, n)])
    return new(out, input._dtype, input._storage.device, values(wide), exact=True)


@op("tile")
def tile(input, *dims):
    times = ints(dims)
    return repeat(input, [1] * (len(input._shape) - len(times)) + times)


@op("repeat_interleave")
def repeat_interleave(input, repeats=None, dim=None, *, output_size=None):
    if repeats is None:
        counts = need(input, "torch.repeat_interleave")
        return new((sum(counts),), int64, input._storage.device, [i for i, c in enumerate(counts) for _ in range(c)])
    if dim is None:
        input, dim = reshape(input, -1), 0
    d = wrap_dim(dim, len(input._shape))
    n = input._shape[d]
    if isinstance(repeats, core.Tensor):
        counts = need(repeats, "torch.repeat_interleave")
        counts = counts * n if len(counts) == 1 else counts
    else:
        counts = [repeats] * n
    return take_indices(input, d, [i for i, c in enumerate(counts) for _ in range(c)])


def take_indices(input, d, picked):
    """A copy with the given places of dimension d."""
    shape = [*input._shape[:d], len(picked), *input._shape[d + 1:]]
    found = values(input) if numel(shape) <= LIMIT else None
    if found is None:
        return new(shape, input._dtype, input._storage.device)
    outer, inner = numel(input._shape[:d]), numel(input._shape[d + 1:])
    n = input._shape[d]
    out = []
    for o in range(outer):
        base = o * n * inner
        for i in picked:
            out.extend(found[base + i * inner:base + (i + 1) * inner])
    return new(shape, input._dtype, input._storage.device, out, exact=True)


@op("select")
def select(input, dim, index):
    d = wrap_dim(dim, len(input._shape))
    i = core.as_int(index)
    n = input._shape[d]
    if not -n <= i < n:
        raise IndexError(f"index {i} is out of bounds for dimension {d} with size {n}")
    i %= n
    return view(input, [*input._shape[:d], *input._shape[d + 1:]], [*input._strides[:d], *input._strides[d + 1:]], input._offset + i * input._strides[d])


@op("narrow")
def narrow(input, dim, start, length):
    d = wrap_dim(dim, len(input._shape))
    n = input._shape[d]
    start = core.as_int(start)
    if start < 0:
        start += n
    if not 0 <= start <= n or start + length > n or length < 0:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({n})")
    shape = list(input._shape)
    shape[d] = length
    return view(input, shape, input._strides, input._offset + start * input._strides[d])


op("narrow_copy")(lambda input, dim, start, length: copy_of(narrow(input, dim, start, length)))


def sliced(input, d, start, stop, step):
    shape, strides = list(input._shape), list(input._strides)
    if step <= 0:
        raise ValueError("step must be greater than zero")
    rng = range(*slice(start, stop, step).indices(shape[d]))
    shape[d] = len(rng)
    offset = input._offset + (rng.start if len(rng) else 0) * strides[d]
    strides[d] *= step
    return view(input, shape, strides, offset)


@op("split_with_sizes", "unsafe_split_with_sizes")
def split_with_sizes(input, split_sizes, dim=0):
    d = wrap_dim(dim, len(input._shape))
    if sum(split_sizes) != input._shape[d]:
        raise RuntimeError(f"split sizes {list(split_sizes)} add up to {sum(split_sizes)}, dimension {d} has {input._shape[d]}")
    out, at = [], 0
    for n in split_sizes:
        out.append(narrow(input, d, at, n))
        at += n
    return tuple(out)


@op("unsafe_split")
def split(input, split_size, dim=0):
    if isinstance(split_size, (tuple, list)):
        return split_with_sizes(input, split_size, dim)
    d = wrap_dim(dim, len(input._shape))
    n, size = input._shape[d], core.as_int(split_size)
    if size <= 0 and n:
        raise RuntimeError(f"split needs a positive size, not {size}")
    return split_with_sizes(input, [min(size, n - i) for i in range(0, n, size)] or [n], d)


@op("chunk", "unsafe_chunk")
def chunk(input, chunks, dim=0):
    if chunks <= 0:
        raise RuntimeError("chunk needs a positive number of chunks")
    n = input._shape[wrap_dim(dim, len(input._shape))]
    return split(input, max(-(-n // chunks), 1), dim)


@op("tensor_split")
def tensor_split(input, indices_or_sections, dim=0):
    d = wrap_dim(dim, len(input._shape))
    n = input._shape[d]
    if isinstance(indices_or_sections, core.Tensor):
        indices_or_sections = indices_or_sections.tolist()
    if isinstance(indices_or_sections, int):
        k, extra = divmod(n, indices_or_sections)
        bounds, at = [0], 0
        for i in range(indices_or_sections):
            at += k + (i < extra)
            bounds.append(at)
    else:
        bounds = [0, *indices_or_sections, n]
    return tuple(sliced(input, d, a, b, 1) for a, b in zip(bounds, bounds[1:]))


def _indices(given, named):
    """One number, one list or several numbers."""
    if named:
        return next(iter(named.values()))
    return given[0] if len(given) == 1 else list(given)


op("hsplit")(lambda input, *indices, **k: tensor_split(input, _indices(indices, k), 0 if len(input._shape) == 1 else 1))
op("vsplit")(lambda input, *indices, **k: tensor_split(input, _indices(indices, k), 0))
op("dsplit")(lambda input, *indices, **k: tensor_split(input, _indices(indices, k), 2))


@op("unbind")
def unbind(input, dim=0):
    d = wrap_dim(dim, len(input._shape))
    return tuple(select(input, d, i) for i in range(input._shape[d]))


@op("cat", "concat", "concatenate")
def cat(tensors, dim=0):
    if isinstance(tensors, core.Tensor):
        raise TypeError("torch.cat takes a list or tuple of tensors, not a Tensor")
    tensors = [x for x in tensors]
    if not tensors:
        raise (ValueError if sys.modules["torch"].nn._target.v2_14 else RuntimeError)("torch.cat needs at least one tensor")
    for x in tensors:
        if not isinstance(x, core.Tensor):
            raise TypeError(f"torch.cat joins tensors, not {type(x).__name__}")
    dt = tensors[0]._dtype
    for x in tensors[1:]:
        dt = core.promote(dt, x._dtype)
    real = [x for x in tensors if tuple(x._shape) != (0,)] or tensors[:1]
    d = wrap_dim(dim, len(real[0]._shape))
    first = real[0]._shape
    if not first:
        raise RuntimeError("tensors without dimensions cannot be joined with torch.cat")
    for x in real[1:]:
        if len(x._shape) != len(first) or any(a != b for i, (a, b) in enumerate(zip(x._shape, first)) if i != d):
            raise RuntimeError(f"torch.cat along dimension {d} needs equal sizes elsewhere: {list(first)} and {list(x._shape)}")
    shape = list(first)
    shape[d] = sum(x._shape[d] for x in real)
    found = None
    if numel(shape) <= LIMIT:
        parts = [values(x) for x in real]
        if all(p is not None for p in parts):
            outer = numel(shape[:d])
            rows = [numel(x._shape[d:]) for x in real]
            found = [v for o in range(outer) for p, r in zip(parts, rows) for v in p[o * r:(o + 1) * r]]
    return new(shape, dt, core.device_of(*tensors), found)


@op("stack")
def stack(tensors, dim=0):
    tensors = list(tensors)
    if not tensors:
        raise RuntimeError("torch.stack needs at least one tensor")
    for x in tensors[1:]:
        if tuple(x._shape) != tuple(tensors[0]._shape):
            raise RuntimeError(f"torch.stack needs equal shapes: {list(tensors[0]._shape)} and {list(x._shape)}")
    d = wrap_dim(dim, len(tensors[0]._shape) + 1)
    return cat([unsqueeze(x, d) for x in tensors], d)


def at_least(x, n):
    while len(x._shape) < n:
        x = unsqueeze(x, 0 if n < 3 or len(x._shape) < 2 else -1)
    return x


@op("hstack")
def hstack(tensors):
    tensors = [at_least(x, 1) for x in tensors]
    return cat(tensors, 0 if len(tensors[0]._shape) == 1 else 1)


op("vstack", "row_stack")(lambda tensors: cat([at_least(x, 2) for x in tensors], 0))
op("dstack")(lambda tensors: cat([unsqueeze(at_least(x, 2), -1) if len(x._shape) < 3 else x for x in tensors], 2))
op("column_stack")(lambda tensors: cat([reshape(x, (-1, 1)) if len(x._shape) < 2 else x for x in tensors], 1))


@op("flip")
def flip(input, *dims, **kwargs):
    out = input
    for d in ints((kwargs["dims"],) if "dims" in kwargs else dims):
        d = wrap_dim(d, len(input._shape))
        out = take_indices(out, d, range(out._shape[d] - 1, -1, -1))
    return copy_of(out) if out is input else out


op("fliplr")(lambda input: flip(input, 1))
op("flipud")(lambda input: flip(input, 0))


@op("roll")
def roll(input, shifts, dims=None):
    if dims is None or isinstance(dims, (tuple, list)) and not dims:
        return reshape(roll(reshape(input, -1), shifts, 0), input._shape)
    shifts = shifts if isinstance(shifts, (tuple, list)) else [shifts]
    dims = dims if isinstance(dims, (tuple, list)) else [dims]
    out = input
    for s, d in zip(shifts, dims):
        d = wrap_dim(d, len(input._shape))
        n = out._shape[d]
        out = take_indices(out, d, [(i - s) % n for i in range(n)])
    return out


@op("rot90")
def rot90(input, k=1, dims=(0, 1)):
    out = input
    for _ in range(k % 4):
        out = transpose(flip(out, dims[1]), dims[0], dims[1])
    return out


@op("diagonal")
def diagonal(input, offset=0, dim1=0, dim2=1):
    rank = len(input._shape)
    a, b = wrap_dim(dim1, rank), wrap_dim(dim2, rank)
    n = max(min(input._shape[a], input._shape[b] - offset) if offset >= 0 else min(input._shape[a] + offset, input._shape[b]), 0)
    start = offset * input._strides[b] if offset >= 0 else -offset * input._strides[a]
    keep = [i for i in range(rank) if i not in (a, b)]
    return view(input, [input._shape[i] for i in keep] + [n], [input._strides[i] for i in keep] + [input._strides[a] + input._strides[b]], input._offset + (start if n else 0))


@op("diag")
def diag(input, diagonal=0):
    return diag_embed(input, diagonal) if len(input._shape) == 1 else copy_of(globals()["diagonal"](input, diagonal))


@op("diag_embed")
def diag_embed(input, offset=0, dim1=-2, dim2=-1):
    n, rank = input._shape[-1] + abs(offset), len(input._shape) + 1
    first, second = wrap_dim(dim1, rank), wrap_dim(dim2, rank)
    shape = list(input._shape[:-1])
    for d in sorted((first, second)):
        shape.insert(d, n)
    made = zeros_of(shape, input)
    core.store(diagonal(made, offset, first, second), values(input))
    return made


op("diagflat")(lambda input, offset=0: diag_embed(reshape(input, -1), offset))


def zeros_of(shape, like, dt=None):
    dt = dt or like._dtype
    return core.filled(shape, 0, dt, like._storage.device)


def _triangle(input, keep):
    rows, cols = input._shape[-2:]
    found = values(input)
    if found is not None:
        found = [v if keep(k // cols % rows, k % cols) else 0 for k, v in enumerate(found)]
    return new(input._shape, input._dtype, input._storage.device, found)


op("tril", inplace=True)(lambda input, diagonal=0: _triangle(input, lambda r, c: c - r <= diagonal))
op("triu", inplace=True)(lambda input, diagonal=0: _triangle(input, lambda r, c: c - r >= diagonal))


@op("unfold")
def unfold(input, dimension, size, step):
    d = wrap_dim(dimension, len(input._shape))
    n = (input._shape[d] - size) // step + 1
    shape, strides = list(input._shape), list(input._strides)
    inner = strides[d]
    shape[d], strides[d] = n, inner * step
    return view(input, shape + [size], strides + [inner])


@op("as_strided")
def as_strided(input, size, stride, storage_offset=None):
    return view(input, size, stride, input._offset if storage_offset is None else storage_offset)


# -- picking and putting by index

@op("index_select")
def index_select(input, dim, index):
    d = wrap_dim(dim, len(input._shape))
    picked = values(index)
    if picked is None or numel(input._shape) > LIMIT:
        shape = list(input._shape)
        if shape:
            shape[d] = numel(index._shape)
        return new(shape, input._dtype, input._storage.device)
    return take_indices(input, d, picked)


def _places(shape):
    strides = contiguous_strides(shape)
    for k in range(numel(shape)):
        yield [k // s % n for n, s in zip(shape, strides)]


@op("gather")
def gather(input, dim, index, *, sparse_grad=False):
    d = wrap_dim(dim, len(input._shape))
    src, idx = values(input), values(index)
    out = None
    if src is not None and idx is not None:
        strides = contiguous_strides(input._shape)
        out = []
        for place, i in zip(_places(index._shape), idx):
            if place:
                place[d] = i
            out.append(src[sum(p * s for p, s in zip(place, strides))])
    return new(index._shape, input._dtype, input._storage.device, out, exact=True)


def scatter_with(input, dim, index, source, combine):
    d = wrap_dim(dim, len(input._shape))
    dst, idx = values(input), values(index)
    src = values(source) if isinstance(source, core.Tensor) else source
    out = None
    if dst is not None and idx is not None and src is not None:
        out = list(dst)
        strides = contiguous_strides(input._shape)
        sstrides = contiguous_strides(source._shape) if isinstance(source, core.Tensor) else None
        for place, i in zip(_places(index._shape), idx):
            v = src if sstrides is None else src[sum(p * s for p, s in zip(place, sstrides))]
            if place:
                place[d] = i
            at = sum(p * s for p, s in zip(place, strides))
            out[at] = combine(out[at], v)
    return new(input._shape, input._dtype, input._storage.device, out)


_COMBINE = {None: lambda a, b: b, "add": lambda a, b: a + b, "multiply": lambda a, b: a * b, "sum": lambda a, b: a + b, "prod": lambda a, b: a * b, "amax": max, "amin": min, "mean": lambda a, b: (a + b) / 2}


@op("scatter", inplace=True)
def scatter(input, dim, index, src=None, value=None, *, reduce=None):
    return scatter_with(input, dim, index, value if src is None else src, _COMBINE[reduce])


op("scatter_add", inplace=True)(lambda input, dim, index, src: scatter_with(input, dim, index, src, _COMBINE["add"]))
op("scatter_reduce", inplace=True)(lambda input, dim, index, src, reduce, *, include_self=True: scatter_with(input, dim, index, src, _COMBINE[reduce]))


def _index_put(input, d, picked, fetch, combine):
    out = values(input)
    if out is None or picked is None:
        return new(input._shape, input._dtype, input._storage.device)
    out = list(out)
    outer, inner, n = numel(input._shape[:d]), numel(input._shape[d + 1:]), input._shape[d]
    for o in range(outer):
        for k, i in enumerate(picked):
            for q in range(inner):
                at = (o * n + i % n) * inner + q
                v = fetch(o, k, q)
                if v is None:
                    return new(input._shape, input._dtype, input._storage.device)
                out[at] = combine(out[at], v)
    return new(input._shape, input._dtype, input._storage.device, out)


def _index_op(combine):
    def run(input, dim, index, source, *, alpha=1):
        d = wrap_dim(dim, len(input._shape))
        src = values(source)
        count, inner = numel(index._shape), numel(input._shape[d + 1:])
        return _index_put(input, d, values(index), lambda o, k, q: None if src is None else alpha * src[(o * count + k) * inner + q], combine)
    return run


op("index_add", inplace=True)(_index_op(_COMBINE["add"]))
op("index_copy", inplace=True)(_index_op(_COMBINE[None]))


@op("index_fill", inplace=True)
def index_fill(input, dim, index, value):
    v = value.item() if isinstance(value, core.Tensor) else value
    return _index_put(input, wrap_dim(dim, len(input._shape)), values(index), lambda o, k, q: v, _COMBINE[None])


@op("take")
def take(input, index):
    src, idx = values(input), values(index)
    return new(index._shape, input._dtype, input._storage.device, None if src is None or idx is None else [src[i] for i in idx])


@op("take_along_dim")
def take_along_dim(input, indices, dim=None):
    if dim is None:
        return gather(reshape(input, -1), 0, reshape(indices, -1))
    d = wrap_dim(dim, len(input._shape))
    shape = list(core.broadcast_shapes([1 if i == d else n for i, n in enumerate(input._shape)], [1 if i == d else n for i, n in enumerate(indices._shape)]))
    a, b = list(shape), list(shape)
    a[d], b[d] = input._shape[d], indices._shape[d]
    return gather(core.expanded(input, a), d, core.expanded(indices, b))


@op("masked_select")
def masked_select(input, mask):
    shape = core.broadcast_shapes(input._shape, mask._shape)
    chosen = need(core.expanded(mask, shape), "torch.masked_select")
    found = values(core.expanded(input, shape))
    n = sum(chosen)
    return new((n,), input._dtype, input._storage.device, None if found is None else [v for v, m in zip(found, chosen) if m], exact=True)


@op("masked_scatter", inplace=True)
def masked_scatter(input, mask, source):
    shape = core.broadcast_shapes(input._shape, mask._shape)
    lists = [values(core.expanded(input, shape)), values(core.expanded(mask, shape)), values(source)]
    if any(v is None for v in lists):
        return new(shape, input._dtype, input._storage.device)
    rest = iter(lists[2])
    return new(shape, input._dtype, input._storage.device, [next(rest) if m else v for v, m in zip(lists[0], lists[1])])


def pixel_shuffle(input, upscale_factor):
    r = upscale_factor
    *b, c, h, w = input._shape
    out = view_or_copy(input, [*b, c // (r * r), r, r, h, w])
    n = len(b)
    return reshape(permuted(out, [*range(n), n, n + 3, n + 1, n + 4, n + 2]), [*b, c // (r * r), h * r, w * r])


def pixel_unshuffle(input, downscale_factor):
    r = downscale_factor
    *b, c, h, w = input._shape
    out = view_or_copy(input, [*b, c, h // r, r, w // r, r])
    n = len(b)
    return reshape(permuted(out, [*range(n), n, n + 2, n + 4, n + 1, n + 3]), [*b, c * r * r, h // r, w // r])


def view_or_copy(input, shape):
    return reshape(input, shape)


op("pixel_shuffle")(pixel_shuffle)
op("pixel_unshuffle")(pixel_unshuffle)


@op("channel_shuffle", "native_channel_shuffle")
def channel_shuffle(input, groups):
    b, c, *rest = input._shape
    return reshape(transpose(reshape(input, [b, groups, c // groups, *rest]), 1, 2), input._shape)


# -- sorting

def along(input, dim):
    """(d, [(outer, inner)], fetch) helpers: lists of values along a dimension."""
    d = wrap_dim(dim, len(input._shape))
    n = input._shape[d] if input._shape else 1
    inner = numel(input._shape[d + 1:])
    outer = numel(input._shape[:d])
    found = values(input)
    rows = None
    if found is not None:
        rows = [[found[(o * n + i) * inner + q] for i in range(n)] for o in range(outer) for q in range(inner)]
    return d, n, inner, outer, rows


def from_rows(rows, outer, inner, m):
    """Back from rows (as `along` gives) of length m to a flat list."""
    return [rows[o * inner + q][i] for o in range(outer) for i in range(m) for q in range(inner)]


def _sort_key(v):
    return (v != v, v)


def ordered(input, dim, descending):
    d, n, inner, outer, rows = along(input, dim)
    shape = input._shape
    if rows is None:
        return d, None, None
    orders = [sorted(range(n), key=lambda i, r=r: _sort_key(r[i]), reverse=descending) for r in rows]
    if descending:  # keep equal ones in order
        orders = [sorted(range(n), key=lambda i, r=r: (0, 0) if r[i] != r[i] else (1, -r[i])) for r in rows]
    return d, [[r[i] for i in o] for r, o in zip(rows, orders)], orders


@op("sort")
def sort(input, dim=-1, descending=False, stable=False):
    from .records import record
    d, picked, orders = ordered(input, dim, descending)
    _, n, inner, outer, _ = along(input, dim)
    dev = input._storage.device
    a = new(input._shape, input._dtype, dev, None if picked is None else from_rows(picked, outer, inner, n), exact=True)
    b = new(input._shape, int64, dev, None if orders is None else from_rows(orders, outer, inner, n))
    return record("sort", "values indices", (a, b))


op("argsort")(lambda input, dim=-1, descending=False, stable=False: sort(input, dim, descending)[1])
op("msort")(lambda input: sort(input, 0)[0])


@op("topk")
def topk(input, k, dim=-1, largest=True, sorted=True):
    from .records import record
    a, b = sort(input, dim, largest)
    d = wrap_dim(dim, len(input._shape))
    if not input._shape:
        return record("topk", "values indices", (a, b))
    if k > input._shape[d]:
        raise RuntimeError(f"topk: k ({k}) is larger than dimension {d} ({input._shape[d]})")
    return record("topk", "values indices", (copy_of(narrow(a, d, 0, k)), copy_of(narrow(b, d, 0, k))))


@op("kthvalue")
def kthvalue(input, k, dim=-1, keepdim=False):
    from .records import record
    a, b = sort(input, dim)
    d = wrap_dim(dim, len(input._shape))
    pick = (lambda x: copy_of(narrow(x, d, k - 1, 1))) if keepdim else (lambda x: copy_of(select(x, d, k - 1)))
    return record("kthvalue", "values indices", (pick(a), pick(b)))


@op("bucketize")
def bucketize(input, boundaries, *, out_int32=False, right=False):
    return searchsorted(boundaries, input, out_int32=out_int32, right=right)


@op("searchsorted")
def searchsorted(sorted_sequence, input, *, out_int32=False, right=False, side=None, sorter=None):
    import bisect
    dt = core.DTYPES["int32"] if out_int32 else int64
    find = bisect.bisect_right if right or side == "right" else bisect.bisect_left
    if not isinstance(input, core.Tensor):
        return new((), dt, sorted_sequence._storage.device, [find(need(sorted_sequence, "torch.searchsorted"), input)])
    seq, found = values(sorted_sequence), values(input)
    if seq is None or found is None or len(sorted_sequence._shape) > 1:
        return new(input._shape, dt, input._storage.device)
    return new(input._shape, dt, input._storage.device, [find(seq, v) for v in found])


@op("bincount")
def bincount(input, weights=None, minlength=0):
    found = need(input, "torch.bincount")
    n = max(max(found, default=-1) + 1, minlength)
    out = [0] * n
    w = need(weights, "torch.bincount") if weights is not None else [1] * len(found)
    for v, x in zip(found, w):
        out[v] += x
    return new((n,), int64 if weights is None else core.DTYPES["float64"], input._storage.device, out)


@op("combinations")
def combinations(input, r=2, with_replacement=False):
    import itertools
    pick = itertools.combinations_with_replacement if with_replacement else itertools.combinations
    rows = list(pick(range(input._shape[0]), r))
    found = values(input)
    return new((len(rows), r), input._dtype, input._storage.device, None if found is None else [found[i] for row in rows for i in row])


@op("block_diag")
def block_diag(*tensors):
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        tensors = tensors[0]
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        tensors = tensors[0]
    blocks = [at_least(x, 2) for x in tensors]
    dt = result_dtype(*blocks)
    made = core.filled((sum(b._shape[0] for b in blocks), sum(b._shape[1] for b in blocks)), 0, dt)
    r = c = 0
    for b in blocks:
        core.store(narrow(narrow(made, 0, r, b._shape[0]), 1, c, b._shape[1]), values(b))
        r, c = r + b._shape[0], c + b._shape[1]
    return made


def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None, consecutive=False):
    if values(input) is None and return_inverse and not return_counts:
        d = None if dim is None else wrap_dim(dim, len(input._shape))
        where = new(input._shape if d is None else (input._shape[d],), int64, input._storage.device)
        return core.Shapeless("torch.unique()"), where, core.Shapeless("torch.unique()")
    rows = need(input, "torch.unique") if dim is None else None
    if rows is None:
        d = wrap_dim(dim, len(input._shape))
        rows = [tuple(need(select(input, d, i), "torch.unique")) for i in range(input._shape[d])]
    if consecutive:
        kept, inverse, counts = [], [], []
        for v in rows:
            if not kept or kept[-1] != v:
                kept.append(v)
                counts.append(0)
            counts[-1] += 1
            inverse.append(len(kept) - 1)
    else:
        kept = __builtins__["sorted"](set(rows)) if isinstance(__builtins__, dict) else __builtins__.sorted(set(rows))
        at = {v: i for i, v in enumerate(kept)}
        inverse = [at[v] for v in rows]
        counts = [0] * len(kept)
        for i in inverse:
            counts[i] += 1
    dev = input._storage.device
    if dim is None:
        out = new((len(kept),), input._dtype, dev, kept)
        inv = new(input._shape, int64, dev, inverse)
    else:
        first = [rows.index(v) for v in kept]
        d = wrap_dim(dim, len(input._shape))
        out = transpose(copy_of(transpose(take_indices(input, d, first), 0, d)), 0, d)
        inv = new((len(rows),), int64, dev, inverse)
    return out, inv, new((len(kept),), int64, dev, counts)


# -- copies of views, and writing into them

def _copied(found):
    """Until torch 2 a copy of a view kept the order of the view's memory."""
    return clone(found) if sys.modules["torch"]._lens_version < (2, 0) else copy_of(found)


for _name in ("as_strided", "expand", "permute", "select", "squeeze", "t", "transpose", "unsqueeze", "view", "diagonal", "unfold", "view_as_real", "view_as_complex"):
    op(_name + "_copy")(lambda input, *args, _f=OPS[_name], **kwargs: _copied(_f(input, *args, **kwargs)))
op("unbind_copy")(lambda input, dim=0: tuple(_copied(v) for v in OPS["unbind"](input, dim)))


@op("slice_copy")
def slice_copy(input, dim=0, start=None, end=None, step=1):
    if step <= 0:
        raise RuntimeError("slice step must be positive")
    return _copied(input[(slice(None),) * wrap_dim(dim, len(input._shape)) + (slice(start, end, step),)])


for _name in ("detach_copy", "alias_copy"):
    op(_name)(lambda input: copy_of(input))


def _into(find):
    def run(input, src, *args, **kwargs):
        made = copy_of(input)
        core.store(find(made, *args, **kwargs), None if values(src) is None else list(values(src)))
        return made
    return run


op("select_scatter")(_into(select))
op("diagonal_scatter")(_into(diagonal))
op("as_strided_scatter")(_into(as_strided))
op("slice_scatter")(_into(lambda t, dim=0, start=None, end=None, step=1: sliced(t, wrap_dim(dim, len(t._shape)), start, end, step)))
