"""A small numpy for what model code computes while a model is built: anchors, sizes, depths, statistics.

Arrays are flat Python lists with a shape; scalars have numpy's class tree (float64 is a float). What is
not here answers with a placeholder, so that code which only names it still loads.
"""
import builtins as _b
import math as _math
import sys as _sys

from lens.finder import Placeholder as _Placeholder
from ._array import (  # noqa: F401
    arange, argmax, argmin, argsort, array, asarray, atleast_1d, broadcast_to, concatenate, cumsum, dtype, empty, expand_dims, eye, full, linspace, ndarray, ones, reshape,
    squeeze, stack, sum, prod, mean, median, var, std, max, min, amax, amin, any, all, tile, transpose, unique, where, zeros, meshgrid, ufunc_table, sort, dot, cross, repeat, split, flip,
    outer, roll, diff, allclose, array_equal, zeros_like, ones_like, full_like, empty_like, ravel, swapaxes, clip, round, around, isscalar, size, ndim, shape, copy, hstack, vstack, matmul,
    array_split, concatenate as append_all, log_range as logspace, _common, tri, tril_indices, triu_indices, diag_indices,
)
from ._scalars import (  # noqa: F401
    bool_, complex64, complex128, complexfloating, float16, float32, float64, floating, generic, inexact, int8, int16, int32, int64, integer, number, signedinteger, uint8, uint16, uint32,
    uint64, unsignedinteger, bytes_, str_, object_,
)

globals().update(ufunc_table())
asanyarray = ascontiguousarray = asarray
double = float_ = float64
single = float32
half = float16
int_ = intp = longlong = long = int64
uint = uintp = ulonglong = ulong = uint64
intc = int32
ubyte = uint8
bool8 = bool_
pi = _math.pi
e = _math.e
inf = Inf = float("inf")  # another object than math.inf, as in numpy
nan = NaN = _math.nan
newaxis = None
__version__ = "1.26.0"


class finfo:
    def __init__(self, kind):
        self.dtype = dtype(kind if isinstance(kind, type) else getattr(kind, "dtype", kind))
        name, scalar = self.dtype.name, self.dtype.type
        self.bits = int(name[5:])
        self.eps = scalar({"float16": 2.0 ** -10, "float32": 2.0 ** -23, "float64": 2.0 ** -52}[name])
        self.max = scalar({"float16": 65504.0, "float32": 3.4028234663852886e38, "float64": _sys.float_info.max}[name])
        self.tiny = self.smallest_normal = scalar({"float16": 2.0 ** -14, "float32": 2.0 ** -126, "float64": 2.0 ** -1022}[name])
        self.resolution = scalar({"float16": 1e-3, "float32": 1e-6, "float64": 1e-15}[name])
        self.min = -self.max


class iinfo:
    def __init__(self, kind):
        name = dtype(kind).name
        bits = int("".join(c for c in name if c.isdigit()))
        self.bits = bits
        self.min, self.max = (0, 2 ** bits - 1) if name.startswith("u") else (-2 ** (bits - 1), 2 ** (bits - 1) - 1)


def issubdtype(kind, other):
    def of(x):
        return x if isinstance(x, type) and issubclass(x, generic) else dtype(x).type
    return issubclass(of(kind), of(other))


class poly1d:
    """A polynomial by its coefficients, the highest power first."""

    def __init__(self, c_or_r):
        kept = list(asarray(c_or_r).ravel())
        while len(kept) > 1 and kept[0] == 0:
            kept.pop(0)
        self.coeffs = self.coefficients = self.c = array(kept)
        self.order = self.o = len(kept) - 1

    def __mul__(self, other):
        more = list(other.coeffs) if isinstance(other, poly1d) else [other]
        out = [0] * (self.order + len(more))
        for i, a in enumerate(self.coeffs):
            for j, b in enumerate(more):
                out[i + j] += a * b
        return poly1d(out)

    __rmul__ = __mul__

    def __pow__(self, n):
        out = poly1d([1])
        for _ in range(n):
            out = out * self
        return out

    def __call__(self, x):
        total = 0
        for c in self.coeffs:
            total = total * x + c
        return total


class vectorize:
    """A function of single values, called with each of an array's."""

    def __init__(self, pyfunc, otypes=None, doc=None, **ignored):
        self.pyfunc, self.otypes = pyfunc, otypes

    def __call__(self, *args):
        arrays = [asarray(a) for a in args]
        shape = ()
        for a in arrays:
            shape = _common(shape, a.shape)
        made = array([self.pyfunc(*values) for values in zip(*(broadcast_to(a, shape).flat for a in arrays))])
        return (made if self.otypes is None else made.astype(self.otypes[0])).reshape(shape)


def append(values, more, axis=None):
    if axis is None:
        return concatenate([ravel(values), ravel(more)])
    return concatenate([values, more], axis)


def _random():
    import random as source
    import types

    made = types.ModuleType("numpy.random")
    state = source.Random(0)

    def many(draw):
        def sample(*size):
            count = _math.prod(size)
            return array([draw() for _ in range(count)]).reshape(size) if size else float64(draw())
        return sample

    def shaped(size):
        return () if size is None else tuple(size) if isinstance(size, (tuple, list, ndarray)) else (int(size),)

    def sized(draw):
        def sample(a=0.0, b=1.0, size=None):
            shape = shaped(size)
            return array([draw(a, b) for _ in range(_math.prod(shape))]).reshape(shape) if size is not None else float64(draw(a, b))
        return sample

    made.seed = lambda *a: state.seed(0)
    made.rand = many(state.random)
    made.randn = many(lambda: state.gauss(0, 1))
    made.random = made.random_sample = lambda size=None: sized(lambda a, b: state.random())(0, 1, size)
    made.uniform = lambda low=0.0, high=1.0, size=None: sized(state.uniform)(low, high, size)
    made.normal = lambda loc=0.0, scale=1.0, size=None: sized(state.gauss)(loc, scale, size)
    made.permutation = lambda n: array(state.sample(range(n), n)) if isinstance(n, int) else array(state.sample(list(n), len(n)))
    made.shuffle = lambda values: state.shuffle(values) if isinstance(values, list) else None
    made.choice = lambda values, size=None, replace=True, p=None: state.choice(range(values) if isinstance(values, int) else list(values)) if size is None else array([state.choice(range(values) if isinstance(values, int) else list(values)) for _ in range(_math.prod(shaped(size)))]).reshape(shaped(size))
    made.randint = lambda low, high=None, size=None: (lambda lo, hi: state.randrange(lo, hi) if size is None else array([state.randrange(lo, hi) for _ in range(_math.prod(shaped(size)))]).reshape(shaped(size)))(0 if high is None else low, low if high is None else high)

    class SeedSequence:
        def __init__(self, entropy=None):
            self.entropy = 0 if entropy is None else entropy

    class PCG64:
        def __init__(self, seed=None):
            self.seed = seed

    class Generator:
        """Draws other numbers than numpy's: no model depends on which."""

        def __init__(self, bit_generator):
            self.bit_generator = bit_generator

        random = staticmethod(made.random)
        uniform = staticmethod(lambda low=0.0, high=1.0, size=None: sized(lambda a, b: state.random())(0, 1, size) * (asarray(high) - low) + low)
        normal = staticmethod(lambda loc=0.0, scale=1.0, size=None: sized(state.gauss)(0, 1, size) * scale + loc)
        standard_normal = staticmethod(lambda size=None: sized(state.gauss)(0, 1, size))
        exponential = staticmethod(lambda scale=1.0, size=None: sized(lambda a, b: state.expovariate(1))(0, 1, size) * scale)
        permutation, shuffle, choice = staticmethod(made.permutation), staticmethod(made.shuffle), staticmethod(made.choice)

        @staticmethod
        def integers(low, high=None, size=None, dtype=int64, endpoint=False):
            first, end = (0, low) if high is None else (low, high)
            drawn = sized(lambda a, b: state.randrange(a, b))(first, end + endpoint, size)
            return dtype(drawn) if size is None else drawn.astype(dtype)

    made.SeedSequence, made.PCG64, made.Generator = SeedSequence, PCG64, Generator
    for kind in (SeedSequence, PCG64, Generator):
        kind.__module__, kind.__qualname__ = "numpy.random", kind.__name__
    made.default_rng = lambda seed=None: seed if isinstance(seed, Generator) else Generator(PCG64(seed))
    for name, fn in vars(made).items():
        if isinstance(fn, types.FunctionType):
            fn.__name__ = fn.__qualname__ = f"random.{name}"
    made.__getattr__ = lambda name: _missing("numpy.random", name)
    _sys.modules["numpy.random"] = made
    return made


def _missing(owner, name):
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(name)
    return _Placeholder(f"{owner}.{name}")


random = _random()


def fill_diagonal(values, value, wrap=False):
    for i in range(_b.min(values.shape)):
        values[(i,) * values.ndim] = value


from . import linalg  # noqa: E402,F401


def __getattr__(name):
    return _missing("numpy", name)
