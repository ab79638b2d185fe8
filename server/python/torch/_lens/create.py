"""Making tensors (answers to aten/src/ATen/native/TensorFactories and torch/csrc/utils/tensor_new)."""
import math

from . import NotBuilt, core
from .core import COMPLEX, FLOAT, INT, LIMIT, DTYPES, Default, as_device, bool_, device_of, filled, float32, int64, ints, new, numel, of_scalar, promote, values
from .elementwise import op, OPS
from .types import Size, default_generator, iinfo


def _rand(generator):
    return (generator or default_generator)._random


def _sizes(args, size):
    return ints((size,) if size is not None else args)


def _check(shape):
    for n in shape:
        if n < 0:
            raise RuntimeError(f"a tensor cannot have the negative size {n}: {list(shape)}")
    return shape


def _finish(t, requires_grad):
    if requires_grad:
        t.requires_grad_(True)
    return t


def _factory(name, value):
    @op(name)
    def make(*args, size=None, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, memory_format=None, names=None, generator=None, out=None):
        return _finish(filled(_check(_sizes(args, size)), value, dtype or Default.dtype, as_device(device)), requires_grad)
    return make


zeros = _factory("zeros", 0)
ones = _factory("ones", 1)
empty = _factory("empty", 0)
op("empty_permuted")(lambda size, physical_layout, **kw: empty(size, **kw))
op("empty_quantized")(lambda size, qtensor=None, **kw: empty(size, **kw))
op("_empty_affine_quantized")(lambda size, scale=1, zero_point=0, memory_format=None, dtype=None, device=None, **kw: empty(size, dtype=dtype, device=device))
op("_empty_per_channel_affine_quantized")(lambda size, scales=None, zero_points=None, axis=0, dtype=None, device=None, **kw: empty(size, dtype=dtype, device=device))


@op("empty_strided")
def empty_strided(size, stride, *, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False):
    n = sum((a - 1) * b for a, b in zip(size, stride)) + 1 if numel(size) else 0
    base = filled((n,), 0, dtype or Default.dtype, as_device(device))
    made = core.view(base, size, stride)
    made._base = None
    return _finish(made, requires_grad)


@op("full")
def full(size, fill_value, *, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, names=None, out=None):
    if not isinstance(size, (tuple, list)):
        raise TypeError(f"full(): a size is a tuple of ints, not {type(size).__name__}")
    value = fill_value.item() if isinstance(fill_value, core.Tensor) else fill_value
    return _finish(filled(_check(ints((size,))), value, dtype or of_scalar(value), as_device(device)), requires_grad)


def _like(name, value):
    @op(name)
    def make(input, *, dtype=None, device=None, layout=None, requires_grad=False, memory_format=None, pin_memory=False):
        return _finish(filled(input._shape, value, dtype or input._dtype, input._storage.device if device is None else as_device(device)), requires_grad)
    return make


_like("zeros_like", 0)
_like("ones_like", 1)
_like("empty_like", 0)


@op("full_like")
def full_like(input, fill_value, *, dtype=None, device=None, layout=None, requires_grad=False, memory_format=None, pin_memory=False):
    return full(input._shape, fill_value, dtype=dtype or input._dtype, device=device or input._storage.device, requires_grad=requires_grad)


def _new_like(name, value):
    @op(name)
    def make(self, *args, size=None, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False):
        return _finish(filled(_check(_sizes(args, size)), value, dtype or self._dtype, self._storage.device if device is None else as_device(device)), requires_grad)


_new_like("new_zeros", 0)
_new_like("new_ones", 1)
_new_like("new_empty", 0)
op("new_full")(lambda self, size, fill_value, *, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False: full(size, fill_value, dtype=dtype or self._dtype, device=device or self._storage.device, requires_grad=requires_grad))
op("new_empty_strided")(lambda self, size, stride, *, dtype=None, device=None, requires_grad=False, **kw: empty_strided(size, stride, dtype=dtype or self._dtype, device=device or self._storage.device, requires_grad=requires_grad))


@op("new")
def legacy_new(self, *args, device=None):
    """Sizes, or what to copy, as for `torch.FloatTensor`."""
    if args and not isinstance(args[0], (int, Size)):
        return tensor(args[0], dtype=self._dtype, device=device or self._storage.device)
    return empty(*(args or (0,)), dtype=self._dtype, device=device or self._storage.device)


op("new_tensor")(lambda self, data, *, dtype=None, device=None, requires_grad=False, **kw: tensor(data, dtype=dtype or (self._dtype if not isinstance(data, core.Tensor) else None), device=device or self._storage.device, requires_grad=requires_grad))


# -- from Python data

def _nested(data):
    """(shape, flat values, dtype) of nested sequences."""
    if isinstance(data, core.Tensor):
        return tuple(data._shape), values(data), data._dtype
    if core.is_number(data):
        v = core.number(data)
        kind = of_scalar(v)
        named = getattr(getattr(data, "dtype", None), "name", None)
        return (), [v], DTYPES.get(named, kind) if named else kind
    foreign = _foreign(data)
    if foreign is not None:
        return foreign
    if hasattr(data, "__len__") and hasattr(data, "__getitem__") and not isinstance(data, (str, bytes, dict)):
        parts = [_nested(x) for x in data]
        if not parts:
            return (0,), [], Default.dtype
        shape, dt = parts[0][0], parts[0][2]
        flat = []
        for i, (s, v, k) in enumerate(parts):
            if s != shape:
                if len(s) != len(shape):
                    raise ValueError(f"the items of the sequence differ in depth: item {i} has shape {list(s)}, the first {list(shape)}")
                raise ValueError(f"expected sequence of length {shape[0] if shape else 1} at dim 1 (got {s[0] if s else 1}): item {i} differs from the first")
            dt = promote(dt, k)
            flat = None if flat is None or v is None else flat + v
        return (len(parts), *shape), flat, dt
    if isinstance(data, str):
        raise TypeError("new(): a string is no tensor data")
    _need_numbers(data)
    raise RuntimeError(f"a tensor cannot be made of {type(data).__name__}")


def _foreign(data):
    """numpy arrays (real or stand-in), by duck typing."""
    kind = type(data).__module__.partition(".")[0]
    if kind == "numpy" and hasattr(data, "shape") and hasattr(data, "dtype"):
        named = getattr(data.dtype, "name", str(data.dtype))
        dt = DTYPES.get(named)
        if dt is None:
            raise TypeError(f"can't convert np.ndarray of type numpy.{named}")
        shape = tuple(int(n) for n in data.shape)
        flat = None
        if numel(shape) <= LIMIT:
            try:
                flat = list(data.reshape(-1).tolist())
            except Exception:
                flat = None
        return shape, flat, dt
    if kind == "array":
        return (len(data),), list(data), {"f": float32, "d": DTYPES["float64"]}.get(data.typecode, int64)
    return None


@op("tensor")
def tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False, names=None):
    shape, flat, dt = _nested(data)
    if device is None and isinstance(data, core.Tensor):
        device = data._storage.device
    if dtype is not None and dtype._category == INT and flat and not isinstance(data, core.Tensor):
        limits = iinfo(dtype)
        low = 0 if limits.min == 0 and any(isinstance(v, float) for v in flat) else -limits.max - 1 if limits.min == 0 else limits.min
        if any(isinstance(v, int) and not low <= v <= limits.max for v in flat):
            raise RuntimeError(f"a value does not fit into {dtype}")
    return _finish(new(shape, dtype or dt, as_device(device), flat), requires_grad)


@op("as_tensor", "asarray")
def as_tensor(data, dtype=None, device=None, copy=None, requires_grad=False):
    if isinstance(data, core.Tensor):
        return data.to(device=device or data.device, dtype=dtype or data.dtype)
    return tensor(data, dtype=dtype, device=device, requires_grad=requires_grad)


def _need_numbers(data):
    if getattr(type(data), "__lens_placeholder__", False):
        raise NotBuilt(f"a tensor is to be made of {data!r}, whose numbers are not computed here")


@op("from_numpy")
def from_numpy(ndarray):
    if _foreign(ndarray) is None:
        _need_numbers(ndarray)
        raise TypeError(f"expected np.ndarray (got {type(ndarray).__name__})")
    return tensor(ndarray)


@op("frombuffer")
def frombuffer(buffer, *, dtype, count=-1, offset=0, requires_grad=False):
    import struct
    code = {"float32": "f", "float64": "d", "int64": "q", "int32": "i", "int16": "h", "int8": "b", "uint8": "B", "float16": "e", "bool": "?"}[dtype._name]
    raw = bytes(buffer)[offset:]
    n = len(raw) // dtype._itemsize if count < 0 else count
    return new((n,), dtype, None, list(struct.unpack(f"{n}{code}", raw[:n * dtype._itemsize])) if n <= LIMIT else None)


@op("scalar_tensor")
def scalar_tensor(s, *, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False):
    return filled((), s, dtype or Default.dtype, as_device(device))


@op("complex")
def complex_(real, imag):
    from .elementwise import binary
    return binary(real, imag, lambda a, b: complex(a, b), real._dtype.to_complex())


@op("polar")
def polar(abs, angle):
    import cmath
    from .elementwise import binary
    return binary(abs, angle, cmath.rect, abs._dtype.to_complex())


# -- sequences

@op("arange")
def arange(*args, start=None, end=None, step=None, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, out=None):
    given = [a.item() if isinstance(a, core.Tensor) else core.number(a) for a in args]
    if len(given) == 1 and end is None and start is None:
        given = [0, given[0]]
    elif len(given) == 1 and end is None:
        end = given.pop()
    lo, hi, by = (given + [None] * 3)[:3]
    lo = lo if lo is not None else (start if start is not None else 0)
    hi = hi if hi is not None else end
    by = by if by is not None else (step if step is not None else 1)
    lo, hi, by = (x.item() if isinstance(x, core.Tensor) else x for x in (lo, hi, by))
    if by == 0:
        raise RuntimeError("arange needs a step other than 0")
    floats = any(isinstance(x, float) for x in (lo, hi, by))
    dt = dtype or (Default.dtype if floats else int64)
    if dt is int64 and floats:  # whose bounds become whole first
        lo, hi, by = int(lo), int(hi), int(by)
    n = math.ceil((hi - lo) / by)
    if n < 0:
        raise RuntimeError(f"arange: from {lo} to {hi} with step {by} goes the wrong way")
    if dt._category == INT:
        lo, by = int(lo), int(by)
    return _finish(new((n,), dt, as_device(device), lazy=lambda n: dt._cast([lo + i * by for i in range(n)])), requires_grad)


@op("range")
def range_(start, end=None, step=1, *, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, out=None):
    lo, hi = (0, start) if end is None else (start, end)
    n = int((hi - lo) / step) + 1
    dt = dtype or Default.dtype
    return _finish(new((n,), dt, as_device(device), lazy=lambda n: dt._cast([lo + i * step for i in range(n)])), requires_grad)


def _steps(a, b, n, dt=None):
    """From both ends to the middle; in the arithmetic of the dtype where it is one of floats."""
    if n == 1:
        return [a]
    if dt is not None and dt._category == FLOAT:
        at = lambda x: dt._cast([x])[0]
        a, b = at(a), at(b)
        by = at(at(b - a) / (n - 1))
        return [at(a + at(by * i)) if i < n // 2 else at(b - at(by * (n - 1 - i))) for i in range(n)]
    by = (b - a) / (n - 1)
    return [a + i * by if i < n / 2 else b - (n - 1 - i) * by for i in range(n)]


@op("linspace")
def linspace(start, end, steps, *, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, out=None):
    start, end = (x.item() if isinstance(x, core.Tensor) else x for x in (start, end))
    n = core.as_int(steps)
    dt = dtype or (core.Default.dtype if not isinstance(start, complex) else DTYPES["complex64"])
    return _finish(new((n,), dt, as_device(device), _steps(start, end, n, dt) if n <= LIMIT else None), requires_grad)


@op("logspace")
def logspace(start, end, steps=100, base=10.0, *, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False):
    return _finish(new((steps,), dtype or Default.dtype, as_device(device), [float(base) ** x for x in _steps(start, end, steps)]), requires_grad)


@op("eye")
def eye(n, m=None, *, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, out=None):
    m = n if m is None else m
    found = [1 if i == j else 0 for i in range(n) for j in range(m)] if n * m <= LIMIT else None
    return _finish(new((n, m), dtype or Default.dtype, as_device(device), found), requires_grad)


def _indices(keep):
    def run(row, col=None, offset=0, *, dtype=None, device=None, layout=None, pin_memory=False):
        col = row if col is None else col
        pairs = [(r, c) for r in range(row) for c in range(col) if keep(r, c, offset)]
        return new((2, len(pairs)), dtype or int64, as_device(device), [p[0] for p in pairs] + [p[1] for p in pairs])
    return run


op("tril_indices")(_indices(lambda r, c, o: c - r <= o))
op("triu_indices")(_indices(lambda r, c, o: c - r >= o))


@op("meshgrid")
def meshgrid(*tensors, indexing=None):
    from . import shaping
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        tensors = tensors[0]
    if any(t._dtype is not tensors[0]._dtype for t in tensors):
        raise RuntimeError(f"meshgrid takes tensors of one dtype, not {', '.join(str(t._dtype) for t in tensors)}")
    tensors = [shaping.at_least(t, 1) for t in tensors]
    if any(len(t._shape) > 1 for t in tensors):
        raise RuntimeError("meshgrid takes tensors of at most one dimension")
    swap = indexing == "xy" and len(tensors) >= 2
    if swap:
        tensors[:2] = tensors[1::-1]
    shape = [t._shape[0] for t in tensors]
    out = [core.expanded(shaping.reshape(t, [-1 if i == j else 1 for j in range(len(tensors))]), shape) for i, t in enumerate(tensors)]
    if swap:
        out = [shaping.transpose(t, 0, 1) for t in out]
        out[:2] = out[1::-1]
    return tuple(out)


@op("cartesian_prod")
def cartesian_prod(*tensors):
    from . import shaping
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        tensors = tensors[0]
    if len(tensors) == 1:
        return tensors[0]
    return shaping.stack([shaping.reshape(g, -1) for g in meshgrid(*tensors, indexing="ij")], 1)


@op("vander")
def vander(x, N=None, increasing=False):
    n = x._shape[-1] if N is None else N
    found = values(x)
    powers = range(n) if increasing else range(n - 1, -1, -1)
    return new((*x._shape, n), x._dtype, x._storage.device, None if found is None else [v ** p for v in found for p in powers])


op("linalg_vander")(lambda x, *, N=None: vander(x, N, True))


# -- windows

def _window(name, f):
    def run(window_length, periodic=True, *rest, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, **kwargs):
        n = window_length
        d = n if periodic else n - 1
        found = [1.0] if n == 1 else [f(i, d, *rest, **kwargs) for i in range(n)] if n <= LIMIT else None
        return new((n,), dtype or Default.dtype, as_device(device), found)
    op(name)(run)


_window("hann_window", lambda i, d: 0.5 - 0.5 * math.cos(2 * math.pi * i / d))
_window("hamming_window", lambda i, d, alpha=0.54, beta=0.46: alpha - beta * math.cos(2 * math.pi * i / d))
_window("blackman_window", lambda i, d: 0.42 - 0.5 * math.cos(2 * math.pi * i / d) + 0.08 * math.cos(4 * math.pi * i / d))
_window("bartlett_window", lambda i, d: 2 * i / d if i <= d / 2 else 2 - 2 * i / d)
_window("kaiser_window", lambda i, d, beta=12.0: OPS_i0(beta * math.sqrt(max(1 - (2 * i / d - 1) ** 2, 0))) / OPS_i0(beta))


def OPS_i0(x):
    from .elementwise import _i0
    return _i0(x)


# -- random values: right in shape and range; torch's own numbers where an export needs them

def _note(generator, kind, n, dt, *numbers):
    return (generator or default_generator).note(kind, n, dt, *numbers)


def _draw(dt, f, recipe=None):
    def make(n):
        own = core.Mode.draws.numbers(recipe[1]) if recipe is not None and core.Mode.draws is not None else None
        return dt._cast([f() for _ in range(n)] if own is None else own)
    return make


def _random(name, pick):
    @op(name)
    def make(*args, size=None, generator=None, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, names=None, out=None):
        dt = dtype or Default.dtype
        rng = _rand(generator)
        shape = _check(_sizes(args, size))
        recipe = _note(generator, "uniform" if name == "rand" else "normal", numel(shape), dt, 0.0, 1.0)
        return _finish(new(shape, dt, as_device(device), lazy=_draw(dt, lambda: pick(rng), recipe), recipe=recipe), requires_grad)

    @op(name + "_like")
    def like(input, *, dtype=None, device=None, layout=None, requires_grad=False, memory_format=None, generator=None, pin_memory=False):
        return make(input._shape, dtype=dtype or input._dtype, device=device or input._storage.device, requires_grad=requires_grad)


_random("rand", lambda rng: rng.random())
_random("randn", lambda rng: rng.gauss(0, 1))


@op("randint")
def randint(low, high=None, size=None, *, generator=None, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, out=None):
    if isinstance(high, (tuple, list)):
        low, high, size = 0, low, high
    elif high is None:
        low, high = 0, low
    dt = dtype or int64
    rng = _rand(generator)
    if high <= low:
        raise RuntimeError(f"randint needs a range that is not empty: {low} to {high}")
    shape = _check(ints((size,)))
    recipe = _note(generator, "randint", numel(shape), dt, low, high)
    return new(shape, dt, as_device(device), lazy=_draw(dt, lambda: rng.randrange(low, high), recipe), recipe=recipe)


@op("randint_like")
def randint_like(input, low, high=None, *, dtype=None, device=None, **kwargs):
    low, high = (0, low) if high is None else (low, high)
    return randint(low, high, input._shape, dtype=dtype or input._dtype, device=device or input._storage.device)


@op("randperm")
def randperm(n, *, generator=None, dtype=None, device=None, layout=None, requires_grad=False, pin_memory=False, out=None):
    order = None
    _note(generator, "other", n, dtype or int64)
    if n <= LIMIT:
        order = list(range(n))
        _rand(generator).shuffle(order)
    return new((n,), dtype or int64, as_device(device), order)


@op("normal")
def normal(mean, std=1.0, size=None, *, generator=None, dtype=None, device=None, **kwargs):
    rng = _rand(generator)
    if size is None:
        from .elementwise import binary
        return binary(mean, std, lambda m, s: rng.gauss(m, s), core.result_dtype(mean, std))
    dt = dtype or Default.dtype
    shape = ints((size,))
    recipe = _note(generator, "normal", numel(shape), dt, mean, std)
    return new(shape, dt, as_device(device), lazy=_draw(dt, lambda: rng.gauss(mean, std), recipe), recipe=recipe)


@op("bernoulli")
def bernoulli(input, p=None, *, generator=None):
    _note(generator, "other", numel(input._shape), input._dtype)
    rng = _rand(generator)
    from .elementwise import apply
    return apply(input, lambda x: float(rng.random() < (x if p is None else p)), input._dtype)


@op("poisson")
def poisson(input, generator=None):
    return new(input._shape, input._dtype, input._storage.device)


@op("multinomial")
def multinomial(input, num_samples, replacement=False, *, generator=None):
    return new((*input._shape[:-1], num_samples), int64, input._storage.device)


def _numbers(name, *args, **kwargs):
    """What the distribution of an in-place draw takes; empty for one that is not drawn again elsewhere."""
    if name == "uniform_":
        (a, b), names = (0.0, 1.0), (("from", "a"), ("to", "b"))
    elif name == "normal_":
        (a, b), names = (0.0, 1.0), (("mean",), ("std",))
    else:
        return ()
    given = [args[i] if i < len(args) else next((kwargs[k] for k in names[i] if k in kwargs), default) for i, default in enumerate((a, b))]
    return [float(x) for x in given]


def trunc_normal(t, mean, std, a, b, generator=None):
    """torch.nn.init.trunc_normal_."""
    rng = _rand(generator)
    recipe = _note(generator, "trunc_normal", numel(t._shape), t._dtype, mean, std, a, b)
    return core.store(t, None, _draw(t._dtype, lambda: min(max(rng.gauss(mean, std), a), b), recipe), recipe)


def _fill_random(name, pick):
    def run(self, *args, generator=None, **kwargs):
        rng = _rand(generator)
        dt = self._dtype
        numbers = _numbers(name, *args, **kwargs)
        recipe = _note(generator, name[:-1] if numbers else "other", numel(self._shape), dt, *numbers)
        return core.store(self, None, _draw(dt, lambda: pick(rng, *args, **kwargs), recipe if numbers else None), recipe if numbers else None)
    DIRECT[name] = run


#: In-place functions that do not compute from their input.
DIRECT = {}
_fill_random("uniform_", lambda rng, a=0.0, b=1.0, **kw: kw.get("from", a) + (kw.get("to", b) - kw.get("from", a)) * rng.random())
_fill_random("normal_", lambda rng, mean=0.0, std=1.0: rng.gauss(mean, std))
_fill_random("exponential_", lambda rng, lambd=1.0: rng.expovariate(lambd))
_fill_random("cauchy_", lambda rng, median=0.0, sigma=1.0: median + sigma * math.tan(math.pi * (rng.random() - 0.5)))
_fill_random("log_normal_", lambda rng, mean=1.0, std=2.0: math.exp(rng.gauss(mean, std)))
_fill_random("geometric_", lambda rng, p: math.ceil(math.log(1 - rng.random()) / math.log(1 - p)))
_fill_random("bernoulli_", lambda rng, p=0.5: rng.random() < (p if isinstance(p, float) else 0.5))


def random_(self, *args, generator=None, **kwargs):
    low, high = kwargs.get("from", args[0] if len(args) == 2 else 0), kwargs.get("to", args[-1] if args else None)
    if high is None:
        high = 2 if self._dtype is bool_ else 1 << {"float32": 24, "float64": 53, "float16": 11, "bfloat16": 8, "uint8": 8, "int8": 7, "int16": 15, "int32": 31}.get(self._dtype._name, 63)
    rng = _rand(generator)
    recipe = _note(generator, "randint", numel(self._shape), self._dtype, low, high)
    return core.store(self, None, _draw(self._dtype, lambda: rng.randrange(low, high), recipe), recipe)


DIRECT["random_"] = random_


def fill_(self, value):
    if isinstance(value, core.Tensor):
        found = values(value)
        return core.store(self, None if found is None else found * numel(self._shape) if numel(self._shape) <= LIMIT else None)
    if isinstance(value, (str, bytes, list, tuple, dict)):
        raise TypeError(f"fill_() takes a number or a Tensor, not {type(value).__name__}")
    one = self._dtype._cast([value])
    return core.store(self, None, lambda n: one * n, ("fill", one[0]))


DIRECT["fill_"] = fill_
DIRECT["zero_"] = lambda self: fill_(self, 0)
op("fill")(lambda input, value: fill_(OPS["clone"](input), value))


def copy_(self, src, non_blocking=False):
    if not isinstance(src, core.Tensor):
        src = tensor(src)
    src = core.expanded(src, self._shape)
    found = values(src)
    return core.store(self, None if found is None else list(found))


DIRECT["copy_"] = copy_
OPS["copy"] = lambda input, src, non_blocking=False: copy_(OPS["clone"](input), src)
