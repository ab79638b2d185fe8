"""Storages, views and the making of tensors: what all operations of the stand-in rest on.

A tensor is a shape over a storage. A storage of at most LIMIT numbers has values, kept lazily
(a fill or a random draw costs nothing until it is looked at); a larger one has none.
"""
import functools
import math

from . import LIMIT, UnknownValue
from .types import BOOL, COMPLEX, CPU, DTYPES, FLOAT, INT, LAYOUTS, Default, Size, as_device, bool_, device, dtype, float32, int64, of_scalar, promote

Tensor = None  # set by torch._tensor


class Storage:
    __slots__ = ("n", "data", "lazy", "dtype", "device", "recipe", "__weakref__")

    def __init__(self, n, dtype, device, data=None, lazy=None, recipe=None):
        self.n, self.dtype, self.device, self.data, self.lazy = n, dtype, device, data, lazy
        #: How the whole was made, also where its values are not kept: ("fill", number) or ("draw", index into the
        #: generator's log, steps), where a step is an operation of STEPS and its number, done on every value.
        self.recipe = recipe

    def known(self):
        return self.data is not None or self.lazy is not None

    def read(self):
        if self.data is None and self.lazy is not None:
            make, self.lazy = self.lazy, None
            self.data = make(self.n)
        return self.data

    def forget(self):
        self.data = self.lazy = self.recipe = None

    def shared(self):
        """What makes the values, for another storage as well, while nobody has asked for them; else None."""
        if self.data is None and self.lazy is not None and not isinstance(self.lazy, Later):
            self.lazy = Later(self.lazy)
        return self.lazy if self.data is None else None


class Later:
    """Values that several storages will have, made once."""

    __slots__ = ("make", "made")

    def __init__(self, make):
        self.make, self.made = make, None

    def __call__(self, n):
        if self.made is None:
            self.made, self.make = self.make(n), None
        return list(self.made)


class Mode:
    grad = True
    inference = False
    tracing = None
    #: torch's own random numbers, where they are wanted.
    draws = None
    #: Who watches a script that runs.
    script = None


#: Sizes may be symbols, too, and asking one for its value is noted.
NUMBERS = {int}


def contiguous_strides(shape):
    return _known_strides(tuple(shape)) if NUMBERS.issuperset(map(type, shape)) else _strides_of(shape)


def _strides_of(shape):
    out, step = [], 1
    for n in reversed(shape):
        out.append(step)
        step *= max(n, 1)
    return tuple(reversed(out))


_known_strides = functools.lru_cache(1024)(_strides_of)


def numel(shape):
    return math.prod(shape)


def new(shape, dt=None, dev=None, values=None, lazy=None, exact=False, recipe=None):
    """A fresh contiguous tensor. `values` is flat; `lazy(n)` makes them later; `exact` says they already fit the dtype."""
    dt = dt or Default.dtype
    dev = dev or CPU
    n = numel(shape)
    if n > LIMIT or dev.type == "meta":
        values = lazy = None
    elif values is not None and not exact:
        values = dt._cast(values)
    t = object.__new__(Tensor)
    t._storage = Storage(n, dt, dev, values, lazy, recipe)
    t._shape, t._strides, t._offset, t._dtype = Size(shape), contiguous_strides(shape), 0, dt
    t._requires_grad, t._grad_fn, t._grad, t._base, t._version = False, None, None, None, 0
    return t


def filled(shape, value, dt=None, dev=None):
    dt = dt or of_scalar(value)
    one = None

    def make(n):
        return dt._cast([value]) * n
    return new(shape, dt, dev, lazy=make, recipe=("fill", value))


#: What an export does again on numbers that were drawn.
STEPS = frozenset(("add", "clamp_max", "clamp_min", "div", "erfinv", "exp", "log", "mul", "neg", "rsub", "sub"))

#: The same with the number first.
TURNED = {"add": "add", "mul": "mul", "sub": "rsub", "rsub": "sub"}


def whole(t):
    return numel(t._shape) == t._storage.n and is_contiguous(t)


def stepped(t, f, step):
    """`f` on every value of a tensor that has a recipe, without making the values; None where that cannot be noted."""
    storage, dt = t._storage, t._dtype
    if storage.recipe is None or storage.data is not None or any(isinstance(x, UnknownNumber) for x in step) or dt._name not in ("float32", "float64") or not whole(t):
        return None
    kind, source, *steps = storage.recipe
    if kind == "fill":
        return filled(t._shape, f(dt._cast([source])[0]), dt, storage.device)
    make = storage.shared()
    recipe = (kind, source, (*(steps[0] if steps else ()), step))
    return new(t._shape, dt, storage.device, lazy=make and (lambda n: dt._cast([f(v) for v in make(n)])), recipe=recipe)


def view(t, shape, strides, offset=None, cls=None):
    """Another look at the same storage."""
    v = object.__new__(cls or Tensor)
    v._storage, v._dtype = t._storage, t._dtype
    v._shape, v._strides = Size(shape), tuple(strides)
    v._offset = t._offset if offset is None else offset
    v._requires_grad, v._grad_fn, v._grad, v._version = False, None, None, 0
    v._base = t._base if t._base is not None else t
    return v


class Shapeless:
    """A result whose very shape depends on values that are not known: any use of it says so."""

    __lens_placeholder__ = True

    def __init__(self, what):
        self.__dict__["_what"] = what

    def _refuse(self, *args):
        raise UnknownValue(f"how long the result of {self.__dict__['_what']} is depends on values that the stand-in torch does not compute")

    __getattr__ = __len__ = __iter__ = __getitem__ = __bool__ = __add__ = __mul__ = __sub__ = _refuse


def alias(t, cls=None):
    """The same storage and shape, outside of autograd."""
    v = view(t, t._shape, t._strides, t._offset, cls)
    v._base = None
    return v


def offsets(shape, strides, start):
    found = [start]
    for n, s in zip(shape, strides):
        if n == 1:
            continue
        steps = [i * s for i in range(n)]
        found = [b + c for b in found for c in steps]
    return found


def is_contiguous(t):
    if NUMBERS.issuperset(map(type, (*t._shape, *t._strides))) and t._strides == _known_strides(tuple(t._shape)):
        return True
    step = 1
    for n, s in zip(reversed(t._shape), reversed(t._strides)):
        if n == 0:
            return True
        if n != 1:
            if s != step:
                return False
            step *= n
    return True


def dense_order(t):
    """The order of dimensions from outermost to innermost in memory, for a tensor that fills its memory in another order than its shape's; else None."""
    if is_contiguous(t):
        return None
    order = sorted(range(len(t._shape)), key=lambda i: (-t._strides[i], i))
    step = 1
    for i in reversed(order):
        if t._shape[i] != 1:
            if t._strides[i] != step:
                return None
            step *= t._shape[i]
    return order


def restored(t, order):
    """`t`, whose dimensions were put in `order`, with them as they were."""
    back = sorted(range(len(order)), key=lambda i: order[i])
    made = view(t, [t._shape[i] for i in back], [t._strides[i] for i in back])
    made._base = None
    return made


def values(t):
    """Flat values in logical order, or None when unknown."""
    data = t._storage.read()
    if data is None:
        return None
    n = numel(t._shape)
    if n > LIMIT:
        return None
    if n == 0:
        return []
    if is_contiguous(t):
        return data if n == len(data) else data[t._offset:t._offset + n]
    return [data[i] for i in offsets(t._shape, t._strides, t._offset)]


class UnknownNumber(float):
    """What a script reads of a tensor whose values are not computed: it can be printed and calculated with, but nothing can depend on it."""

    def __new__(cls):
        return float.__new__(cls, math.nan)

    def _same(self, *args):
        return UnknownNumber()

    def _ask(self, *args):
        raise UnknownValue("this depends on a number that a model computed, and the stand-in torch does not compute it")

    def __repr__(self):
        return "?"

    __str__ = __repr__

    def __format__(self, spec):
        return "?"

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __neg__ = __abs__ = __pow__ = __rpow__ = _same
    __lt__ = __le__ = __gt__ = __ge__ = __eq__ = __ne__ = __bool__ = __int__ = __round__ = __index__ = _ask
    __hash__ = float.__hash__


def unknown_number(t):
    """Whether a script asks for the one number of a floating-point tensor that has no values."""
    return Mode.script is not None and t._dtype._category == FLOAT and numel(t._shape) == 1 and values(t) is None


def taken_for_equal(a, b):
    """A script compares what is not computed: what a model and its scripted form return is the same as far as is known here."""
    if Mode.script is None or values(a) is not None and values(b) is not None:
        return False
    broadcast_shapes(a._shape, b._shape)
    Mode.script.taken_for_equal()
    return True


def need(t, what):
    found = values(t)
    if found is None:
        raise UnknownValue(f"{what} needs the values of a tensor of shape {list(t._shape)}, which the stand-in torch does not compute")
    return found


def store(t, found, lazy=None, recipe=None):
    """Writes flat values (None: unknown) through the view."""
    t._version += 1
    storage = t._storage
    n = numel(t._shape)
    if n == 0:
        return t
    all_of_it = whole(t)
    storage.recipe = recipe if all_of_it else None
    if found is None and lazy is None:
        storage.forget()
        return t
    if storage.n > LIMIT or storage.device.type == "meta":
        return t
    if all_of_it:
        storage.data, storage.lazy = (None, lazy) if found is None else (t._dtype._cast(found), None)
        return t
    data = storage.read()
    if data is None:
        return t
    if found is None:
        found = lazy(n)
    found = t._dtype._cast(found)
    for i, v in zip(offsets(t._shape, t._strides, t._offset), found):
        data[i] = v
    return t


def broadcast_shapes(*shapes):
    out = []
    rank = max((len(s) for s in shapes), default=0)
    for i in range(1, rank + 1):
        size = 1
        for s in shapes:
            if i <= len(s) and s[-i] != 1:
                if size not in (1, s[-i]):
                    raise RuntimeError(f"shapes {', '.join(str(list(s)) for s in shapes)} do not broadcast: {size} and {s[-i]} differ at dimension {rank - i}")
                size = s[-i]
        out.append(size)
    return tuple(reversed(out))


def expanded(t, shape):
    """A view of `t` broadcast to `shape`."""
    if tuple(t._shape) == tuple(shape):
        return t
    lead = len(shape) - len(t._shape)
    if lead < 0:
        raise RuntimeError(f"a tensor of {len(t._shape)} dimensions cannot be expanded to {len(shape)}")
    strides = []
    for i, n in enumerate(shape):
        if i < lead:
            strides.append(0)
            continue
        have = t._shape[i - lead]
        if have != n and have != 1:
            raise RuntimeError(f"a tensor of shape {list(t._shape)} cannot be expanded to {list(shape)}: dimension {i} is {have}, not {n}")
        strides.append(0 if have == 1 and n != 1 else t._strides[i - lead])
    return view(t, shape, strides)


def is_number(x):
    return isinstance(x, (int, float, complex)) or type(x).__module__ == "numpy" and hasattr(x, "item") and not getattr(x, "shape", ())


def number(x):
    return x if isinstance(x, (int, float, complex)) else x.item()


def result_dtype(*operands):
    """torch's promotion: tensors with dimensions outrank those without, which outrank Python numbers."""
    dims = zero = scalar = None
    for o in operands:
        if isinstance(o, Tensor):
            if o._shape:
                dims = o._dtype if dims is None else promote(dims, o._dtype)
            else:
                zero = o._dtype if zero is None else promote(zero, o._dtype)
        elif is_number(o):
            kind = of_scalar(number(o))
            scalar = kind if scalar is None else promote(scalar, kind)
    out = dims
    for lower in (zero, scalar):
        if lower is None:
            continue
        if out is None:
            out = lower
        elif lower._category > out._category:
            if lower._category == COMPLEX:
                out = DTYPES["complex128"] if out._name == "float64" else DTYPES["complex32"] if out._name == "float16" and lower is not DTYPES["complex128"] else lower if lower is scalar and out._category != FLOAT else DTYPES["complex64"] if out._category == FLOAT else lower
            else:
                out = lower
        elif lower is zero and dims is None:
            out = promote(out, lower)
    return out or Default.dtype


def device_of(*operands):
    first = None
    for o in operands:
        if isinstance(o, Tensor):
            if o._shape:
                return o._storage.device
            first = first or o._storage.device
    return first or CPU


def wrap_dim(dim, rank):
    low = rank or 1
    if isinstance(dim, Tensor):
        if numel(dim._shape) != 1:
            raise TypeError("a dimension is an int, not Tensor")
        dim = int(dim)
    if not hasattr(dim, "__index__"):
        raise TypeError(f"a dimension is an int, not {type(dim).__name__}")
    if not -low <= dim < low:
        raise IndexError(f"dimension {dim} is out of range for a tensor of {rank} dimensions (allowed: {-low} to {low - 1})")
    return dim % low


def tensor_like(x):
    return isinstance(x, Tensor)


def ints(args):
    """Sizes given as one sequence or as several arguments."""
    if len(args) == 1 and isinstance(args[0], (tuple, list)):
        args = args[0]
    return [a if type(a) is int else as_int(a) for a in args]


def as_int(a):
    if isinstance(a, bool):
        return int(a)
    if isinstance(a, (int,)):
        return int(a)
    if hasattr(a, "__index__") and not isinstance(a, float):
        return a.__index__()
    if getattr(a, "__lens_placeholder__", False):
        from lens.finder import take_for_data
        take_for_data(a)
    raise TypeError(f"a size must be an int, not {type(a).__name__}")


def pair_list(value, n):
    """A parameter such as `stride` as n ints."""
    if isinstance(value, (tuple, list)):
        found = [as_int(v) for v in value]
        return found * n if len(found) == 1 else found
    return [as_int(value)] * n
