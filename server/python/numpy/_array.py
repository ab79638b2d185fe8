"""Arrays: a flat list, a shape and a dtype. Everything copies: unlike numpy's, no slice is a view."""
import builtins
import math
import operator
import types

from . import _scalars as S

_ORDER = ["bool_", "uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64", "float16", "float32", "float64", "complex64", "complex128"]
_NAMES = {"bool": "bool_", "float": "float64", "int": "int64", "complex": "complex128", "f": "float32", "d": "float64", "i": "int32", "l": "int64", "double": "float64", "f4": "float32",
          "f8": "float64", "i4": "int32", "i8": "int64", "u1": "uint8", "b": "int8", "B": "uint8", "?": "bool_", "half": "float16", "single": "float32", "str": "str_", "object": "object_"}


class dtype:
    __class_getitem__ = classmethod(types.GenericAlias)

    def __new__(cls, kind=None):
        if isinstance(kind, dtype):
            return kind
        if isinstance(kind, list) and builtins.all(isinstance(field, tuple) for field in kind):
            made = object.__new__(cls)
            made._name, made.names = "void", tuple(field[0] for field in kind)
            return made
        if isinstance(kind, type) and issubclass(kind, S.generic):
            chosen = {"floating": "float64", "integer": "int64", "number": "float64", "generic": "float64"}.get(kind.__name__, kind.__name__)
        else:
            name = kind.__name__ if isinstance(kind, type) else "float64" if kind is None else str(kind).lstrip("<>=|")
            chosen = _NAMES.get(name, name)
        found = _DTYPES.get(chosen)
        if found is None:
            raise TypeError(f"data type {kind!r} not understood")
        return found

    names = None
    name = property(lambda self: self._name.rstrip("_"))
    type = property(lambda self: getattr(S, self._name))
    itemsize = property(lambda self: builtins.max(1, int("".join(c for c in self._name if c.isdigit()) or 8) // 8))
    kind = property(lambda self: "b" if self._name == "bool_" else "u" if self._name[0] == "u" else self._name[0])

    def __eq__(self, other):
        try:
            return self is dtype(other)
        except TypeError:
            return False

    def __hash__(self):
        return hash(self._name)

    def __repr__(self):
        return f"dtype('{self.name}')"

    def __str__(self):
        return self.name

    def __call__(self, value):
        return self.type(value)


_DTYPES = {}
for _n in [*_ORDER, "str_", "bytes_", "object_"]:
    _DTYPES[_n] = object.__new__(dtype)
    _DTYPES[_n]._name = _n


def _kind_of(value):
    if isinstance(value, S.generic):
        return value.dtype._name
    if isinstance(value, bool):
        return "bool_"
    if isinstance(value, int):
        return "int64"
    if isinstance(value, float):
        return "float64"
    if isinstance(value, complex):
        return "complex128"
    return "str_" if isinstance(value, str) else "object_"


def _join(a, b):
    if a == b:
        return a
    if a not in _ORDER or b not in _ORDER:
        return "object_"
    low, high = sorted((a, b), key=_ORDER.index)
    if high == "float16" and low in ("int16", "uint16"):
        return "float32"
    if high in ("float16", "float32") and low in ("int32", "uint32", "int64", "uint64"):
        return "float64"
    if high.startswith("int") and low.startswith("uint") and high[3:] == low[4:]:
        return {"8": "int16", "16": "int32", "32": "int64", "64": "float64"}[high[3:]]
    return high


def _plain(value):
    return value.item() if isinstance(value, S.generic) else value


class ndarray:
    __module__ = "numpy"
    __array_priority__ = 100
    __class_getitem__ = classmethod(types.GenericAlias)

    def __init__(self, shape, dtype_=None, flat=None, dtype=None):
        self._shape = (shape,) if isinstance(shape, int) else tuple(shape)
        self._dtype = globals()["dtype"](dtype_ if dtype_ is not None else dtype)
        self._flat = [0] * math.prod(self._shape) if flat is None else flat

    def __setstate__(self, state):
        from torch._lens.checkpoint import decoded
        _, shape, kind, fortran, data = state
        self.__init__(shape, kind.dtype)
        flat = list(data) if isinstance(data, list) else decoded(data if isinstance(data, bytes) else data.encode("latin1"), kind.name, kind.order == ">")
        if flat is not None:
            self._flat = flat
        if fortran:
            self._shape = self._shape[::-1]
            made = self.transpose()
            self._flat, self._shape = made._flat, made._shape

    shape = property(lambda self: self._shape, lambda self, value: setattr(self, "_shape", self.reshape(value)._shape))
    dtype = property(lambda self: self._dtype)
    size = property(lambda self: len(self._flat))
    ndim = property(lambda self: len(self._shape))
    T = property(lambda self: self.transpose())
    nbytes = property(lambda self: self.size * self._dtype.itemsize)
    itemsize = property(lambda self: self._dtype.itemsize)
    flat = property(lambda self: iter([self._scalar(v) for v in self._flat]))

    def _scalar(self, value):
        return self._dtype.type(value) if self._dtype._name in _ORDER else value

    def _like(self, flat, shape=None, kind=None):
        kind = globals()["dtype"](kind) if kind is not None else self._dtype
        return ndarray(self._shape if shape is None else shape, kind, flat)

    def __len__(self):
        if not self._shape:
            raise TypeError("len() of unsized object")
        return self._shape[0]

    def __iter__(self):
        return (self[i] for i in range(len(self)))

    def tolist(self):
        def nest(flat, shape):
            if not shape:
                return flat[0]
            step = math.prod(shape[1:])
            return [nest(flat[i * step:(i + 1) * step], shape[1:]) for i in range(shape[0])]
        return nest(self._flat, self._shape)

    def item(self, *at):
        if at:
            return _plain(self[at])
        if len(self._flat) != 1:
            raise ValueError("can only convert an array of size 1 to a Python scalar")
        return self._flat[0]

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __index__(self):
        return operator.index(self.item())

    def __bool__(self):
        if self.size != 1:
            raise ValueError("The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()")
        return bool(self._flat[0])

    def __repr__(self):
        return f"array({self.tolist()!r})"

    def __contains__(self, value):
        return value in self._flat

    __hash__ = None

    def reshape(self, *shape, order="C"):
        shape = tuple(shape[0]) if len(shape) == 1 and not isinstance(shape[0], (int, S.integer)) else shape
        shape = [int(n) for n in shape]
        if -1 in shape:
            rest = math.prod(n for n in shape if n != -1)
            shape[shape.index(-1)] = len(self._flat) // rest if rest else 0
        if math.prod(shape) != len(self._flat):
            raise ValueError(f"cannot reshape array of size {self.size} into shape {tuple(shape)}")
        return self._like(list(self._flat), tuple(shape))

    def ravel(self):
        return self.reshape(-1)

    flatten = ravel

    def copy(self):
        return self._like(list(self._flat))

    def astype(self, kind, copy=True):
        kind = globals()["dtype"](kind)
        return self._like([_convert(kind, v) for v in self._flat], kind=kind)

    def transpose(self, *axes):
        axes = tuple(axes[0]) if len(axes) == 1 and not isinstance(axes[0], int) else axes
        axes = [a % self.ndim for a in axes] if axes else list(range(self.ndim))[::-1]
        shape = tuple(self._shape[a] for a in axes)
        steps = _steps(self._shape)
        return self._like([self._flat[builtins.sum(i * steps[a] for i, a in zip(at, axes))] for at in _places(shape)], shape)

    def swapaxes(self, a, b):
        axes = list(range(self.ndim))
        axes[a], axes[b] = axes[b], axes[a]
        return self.transpose(axes)

    def squeeze(self, axis=None):
        return self._like(list(self._flat), tuple(n for i, n in enumerate(self._shape) if not (n == 1 and axis in (None, i, i - self.ndim))))

    def fill(self, value):
        self._flat[:] = [_convert(self._dtype, value)] * len(self._flat)

    # -- picking

    def _pick(self, key):
        """Positions in the flat list, and the shape that they have."""
        key = list(key) if isinstance(key, tuple) else [key]
        if len(key) == 1 and isinstance(key[0], ndarray) and key[0].dtype._name == "bool_" and key[0]._shape == self._shape:
            found = [i for i, v in enumerate(key[0]._flat) if v]
            return found, (len(found),)
        if Ellipsis in [k for k in key if k is Ellipsis]:
            at = next(i for i, k in enumerate(key) if k is Ellipsis)
            given = builtins.sum(1 for k in key if k is not None and k is not Ellipsis)
            key[at:at + 1] = [slice(None)] * (self.ndim - given)
        key += [slice(None)] * (self.ndim - builtins.sum(1 for k in key if k is not None))
        steps = _steps(self._shape)
        axes, shape, axis, listed = [], [], 0, None
        for k in key:
            if k is None:
                axes.append([0])
                shape.append(1)
                continue
            if axis >= self.ndim:
                raise IndexError("too many indices for array")
            n, step = self._shape[axis], steps[axis]
            axis += 1
            if isinstance(k, slice):
                chosen = range(*k.indices(n))
                axes.append([i * step for i in chosen])
                shape.append(len(chosen))
            elif isinstance(k, (list, tuple, ndarray)):
                values = k if isinstance(k, ndarray) else array(k)
                chosen = [i for i, v in enumerate(values._flat) if v] if values.dtype._name == "bool_" else [int(v) % n for v in values._flat]
                if listed is not None and len(chosen) == len(listed[1]):
                    # a second list goes along with the first
                    axes[listed[0]] = [a + i * step for a, i in zip(axes[listed[0]], chosen)]
                    continue
                listed = (len(axes), chosen)
                axes.append([i * step for i in chosen])
                shape.extend([len(chosen)] if values.dtype._name == "bool_" else values._shape)
            else:
                i = operator.index(_plain(k))
                if not -n <= i < n:
                    raise IndexError(f"index {i} is out of bounds for axis {axis - 1} with size {n}")
                axes.append([i % n * step])
        places = [0]
        for offsets in axes:
            places = [p + o for p in places for o in offsets]
        return places, tuple(shape)

    def __getitem__(self, key):
        places, shape = self._pick(key)
        if not shape and not (isinstance(key, tuple) and Ellipsis in [k for k in key if k is Ellipsis]):
            return self._scalar(self._flat[places[0]])
        return self._like([self._flat[p] for p in places], shape)

    def __setitem__(self, key, value):
        places, shape = self._pick(key)
        values = broadcast_to(asarray(value), shape)._flat if isinstance(value, (ndarray, list, tuple)) else [_plain(value)] * len(places)
        for p, v in zip(places, values):
            self._flat[p] = _convert(self._dtype, v)


def _convert(kind, value):
    if type(value) is float and kind._name == "float64" or type(value) is int and kind._name == "int64" and -2**63 <= value < 2**63:
        return value
    value = _plain(value)
    if kind._name not in _ORDER:
        return str(value) if kind._name == "str_" else value
    if kind._name[0] in "iu":
        return kind.type(int(value)).item()
    return kind.type(value).item()


def _steps(shape):
    out, step = [], 1
    for n in reversed(shape):
        out.append(step)
        step *= n
    return out[::-1]


def _places(shape):
    places = [()]
    for n in shape:
        places = [p + (i,) for p in places for i in range(n)]
    return places


def array(data, dtype=None, copy=True, ndmin=0, **ignored):
    kind = None if dtype is None else globals()["dtype"](dtype)
    if type(data).__name__ in ("Tensor", "Parameter") and hasattr(data, "tolist"):
        name = str(data.dtype).replace("torch.", "")
        kind = kind or globals()["dtype"](name)
        data = data.tolist()
    shape, flat = _flatten(data)
    if (kind is None or kind is _DTYPES["float64"]) and not isinstance(data, ndarray) and _FLOATS.issuperset(map(type, flat)):
        return ndarray((1,) * (ndmin - len(shape)) + shape, _DTYPES["float64"], list(map(float.__float__, flat)))
    if kind is None:
        name = None
        for k in {_kind_of(v) if not isinstance(data, ndarray) else data.dtype._name for v in flat}:
            name = k if name is None else _join(name, k)
        if isinstance(data, ndarray):
            name = data.dtype._name
        kind = _DTYPES[name or "float64"]
    shape = (1,) * (ndmin - len(shape)) + shape
    return ndarray(shape, kind, [_convert(kind, v) for v in flat])


def _flatten(data):
    if type(data) in _QUICK:
        return (), [data]
    if type(data) in (list, tuple) and data and _QUICK.keys() >= set(map(type, data)):
        return (len(data),), list(data)
    if isinstance(data, ndarray):
        return data._shape, list(data._flat)
    if hasattr(data, "__array__") and not isinstance(data, S.generic):
        made = data.__array__()
        return made._shape, list(made._flat)
    if isinstance(data, (list, tuple, range)) or hasattr(data, "__len__") and hasattr(data, "__getitem__") and not isinstance(data, (str, bytes, dict, S.generic)):
        parts = [_flatten(v) for v in data]
        if not parts:
            return (0,), []
        if any_differs := [p for p in parts if p[0] != parts[0][0]]:
            raise ValueError(f"setting an array element with a sequence: the parts have the shapes {parts[0][0]} and {any_differs[0][0]}")
        return (len(parts), *parts[0][0]), [v for p in parts for v in p[1]]
    return (), [data]


def asarray(data, dtype=None, **ignored):
    return data if isinstance(data, ndarray) and (dtype is None or data.dtype == dtype) else array(data, dtype)


def broadcast_to(values, shape):
    values = asarray(values)
    shape = (shape,) if isinstance(shape, int) else tuple(shape)
    if values._shape == shape:
        return values
    lead = len(shape) - values.ndim
    steps = _steps(values._shape)
    strides = [0] * lead
    for n, have, step in zip(shape[lead:], values._shape, steps):
        if have not in (1, n):
            raise ValueError(f"operands could not be broadcast together with shapes {values._shape} {shape}")
        strides.append(0 if have == 1 else step)
    if lead < 0:
        raise ValueError(f"operands could not be broadcast together with shapes {values._shape} {shape}")
    return values._like([values._flat[builtins.sum(i * s for i, s in zip(at, strides))] for at in _places(shape)], shape)


def _common(a, b):
    out = []
    for i in range(1, builtins.max(len(a), len(b)) + 1):
        x, y = a[-i] if i <= len(a) else 1, b[-i] if i <= len(b) else 1
        if x != y and 1 not in (x, y):
            raise ValueError(f"operands could not be broadcast together with shapes {a} {b}")
        out.append(y if x == 1 else x)
    return tuple(out[::-1])


_COMPARE = frozenset((operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge))


def _safe(op):
    def call(*args):
        try:
            made = op(*args)
            # a root of a negative number, which to Python is a complex one
            return math.nan if type(made) is complex and op is operator.pow and complex not in map(type, args) else made
        except ZeroDivisionError:
            x = args[0]
            if op is operator.floordiv and builtins.all(isinstance(v, int) for v in args):
                return 0
            if op is operator.mod:
                return 0 if builtins.all(isinstance(v, int) for v in args) else math.nan
            return math.inf if op is operator.pow else math.nan if x == 0 or x != x else math.copysign(math.inf, x)
        except (ValueError, OverflowError):
            return math.nan
    return call


_OPERANDS = (ndarray, S.generic, bool, int, float, complex, list, tuple, range)


#: Numbers that most tables are made of, one at a time.
_QUICK = {int: "int64", float: "float64", S.int64: "int64", S.float64: "float64"}
_FLOATS = frozenset((float, S.float64))
_QUICK_OPERATORS = frozenset((operator.add, operator.sub, operator.mul, operator.truediv, operator.pow))


def _quick(op, a, b):
    """The result for two of those numbers; None where there is more to it."""
    floats = type(a) in _FLOATS or type(b) in _FLOATS
    if op is operator.pow and not floats:
        return None
    left, right = float.__float__(a) if type(a) is S.float64 else _plain(a), float.__float__(b) if type(b) is S.float64 else _plain(b)
    try:
        made = op(left, right)
    except (ArithmeticError, ValueError):
        made = _safe(op)(left, right)
    if type(made) is complex:
        made = math.nan
    if type(made) is float:
        return S.float64(made)
    return S.int64(made) if type(made) is int and not floats else None


def binary_op(op, a, b):
    if op in _QUICK_OPERATORS and type(a) in _QUICK and type(b) in _QUICK and (made := _quick(op, a, b)) is not None:
        return made
    if not isinstance(a, _OPERANDS) or not isinstance(b, _OPERANDS):
        if op is operator.eq or op is operator.ne:
            return op is operator.ne
        return NotImplemented
    # a Python number takes the other side's kind unless it is of a higher sort
    def weak(x):
        return isinstance(x, (bool, int, float, complex)) and not isinstance(x, S.generic)
    x, y = asarray(a), asarray(b)
    kind = _join(x.dtype._name, y.dtype._name)
    sort = "biufc"
    for plain, other in ((a, y), (b, x)):
        if weak(plain) and sort.index(asarray(plain).dtype.kind.replace("u", "i")) <= sort.index(other.dtype.kind.replace("u", "i")):
            kind = other.dtype._name
        elif weak(plain) and isinstance(plain, float) and other.dtype.kind in "f":
            kind = other.dtype._name
    if op is operator.truediv and kind[0] in "biu":
        kind = "float64"
    if op in _COMPARE:
        kind = "bool_"
    elif op in (operator.add, operator.mul, operator.sub) and kind == "bool_":
        kind = "bool_" if op is not operator.sub else "int64"
    shape = _common(x._shape, y._shape)
    left, right = broadcast_to(x, shape)._flat, broadcast_to(y, shape)._flat
    made = _safe(op)
    out = ndarray(shape, _DTYPES[kind], [_convert(_DTYPES[kind], made(p, q)) if kind != "object_" else made(p, q) for p, q in zip(left, right)])
    return out if shape else out._scalar(out._flat[0])


def _array_operators():
    def binary(op, swapped=False):
        def method(self, other):
            return binary_op(op, other, self) if swapped else binary_op(op, self, other)
        return method

    for name in "add sub mul truediv floordiv mod pow and or xor lshift rshift".split():
        op = getattr(operator, name + "_" if name in ("and", "or") else name)
        setattr(ndarray, f"__{name}__", binary(op))
        setattr(ndarray, f"__r{name}__", binary(op, True))

        def inplace(self, other, op=op):
            made = binary_op(op, self, other)
            self._flat[:] = [_convert(self._dtype, v) for v in broadcast_to(asarray(made), self._shape)._flat]
            return self
        setattr(ndarray, f"__i{name}__", inplace)
    for name in "eq ne lt le gt ge".split():
        setattr(ndarray, f"__{name}__", binary(getattr(operator, name)))
    ndarray.__neg__ = lambda self: self._like([-v for v in self._flat])
    ndarray.__pos__ = lambda self: self.copy()
    ndarray.__divmod__ = lambda self, other: (self // other, self % other)
    ndarray.__rdivmod__ = lambda self, other: (other // self, other % self)
    ndarray.__abs__ = lambda self: self._like([builtins.abs(v) for v in self._flat])
    ndarray.__invert__ = lambda self: self._like([not v if self.dtype._name == "bool_" else ~v for v in self._flat])
    ndarray.__matmul__ = lambda self, other: matmul(self, other)


_array_operators()


# -- elementwise functions

def _unary(function, floats=True):
    safe = _safe(function)

    def ufunc(x, out=None, where=True, dtype=None, **ignored):
        if floats and type(x) in _QUICK:
            return S.float64(safe(_plain(x)))
        a = asarray(x)
        kind = a.dtype if not floats or a.dtype.kind in "fc" else _DTYPES["float64"]
        made = ndarray(a._shape, kind, [_convert(kind, safe(v)) for v in a._flat])
        return made if a._shape or isinstance(x, ndarray) else made._scalar(made._flat[0])
    return ufunc


def _logical(function):
    def ufunc(x):
        a = asarray(x)
        made = ndarray(a._shape, _DTYPES["bool_"], [function(v) for v in a._flat])
        return made if a._shape else S.bool_(made._flat[0])
    return ufunc


def _log(function):
    return lambda v: function(v) if v > 0 else -math.inf if v == 0 else math.nan


def ufunc_table():
    two = {"add": operator.add, "subtract": operator.sub, "multiply": operator.mul, "divide": operator.truediv, "true_divide": operator.truediv, "floor_divide": operator.floordiv,
           "power": operator.pow, "mod": operator.mod, "remainder": operator.mod, "equal": operator.eq, "not_equal": operator.ne, "less": operator.lt, "less_equal": operator.le,
           "greater": operator.gt, "greater_equal": operator.ge, "maximum": builtins.max, "minimum": builtins.min, "arctan2": math.atan2, "hypot": math.hypot,
           "logical_and": lambda a, b: bool(a and b), "logical_or": lambda a, b: bool(a or b), "gcd": math.gcd, "lcm": math.lcm}
    table = {name: (lambda a, b, op=op, **ignored: binary_op(op, a, b)) for name, op in two.items()}
    for name in "sin cos tan sinh cosh tanh exp expm1 exp2 cbrt degrees radians".split():
        table[name] = _unary(getattr(math, name))
    for name, of in {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arcsinh": "asinh", "arccosh": "acosh", "arctanh": "atanh", "deg2rad": "radians", "rad2deg": "degrees", "sqrt": "sqrt"}.items():
        table[name] = _unary(getattr(math, of))
    for name in "log log2 log10 log1p".split():
        table[name] = _unary(_log(getattr(math, name)) if name != "log1p" else math.log1p)
    table["ceil"] = _unary(lambda v: v if v != v or v in (math.inf, -math.inf) else float(math.ceil(v)))
    table["floor"] = _unary(lambda v: v if v != v or v in (math.inf, -math.inf) else float(math.floor(v)))
    table["trunc"] = table["fix"] = _unary(lambda v: float(math.trunc(v)))
    table["rint"] = _unary(lambda v: float(builtins.round(v)))
    table["abs"] = table["absolute"] = table["fabs"] = _unary(builtins.abs, False)
    table["negative"] = _unary(operator.neg, False)
    table["square"] = _unary(lambda v: v * v, False)
    table["sign"] = _unary(lambda v: (v > 0) - (v < 0), False)
    table["reciprocal"] = _unary(lambda v: 1 / v)
    table["isnan"] = _logical(lambda v: v != v)
    table["isinf"] = _logical(lambda v: v in (math.inf, -math.inf))
    table["isposinf"] = _logical(lambda v: v == math.inf)
    table["isneginf"] = _logical(lambda v: v == -math.inf)
    table["isfinite"] = _logical(lambda v: v == v and v not in (math.inf, -math.inf))
    table["logical_not"] = _logical(lambda v: not v)
    return table


# -- reductions

def _reduction(function, kind=None):
    def reduce(x, axis=None, dtype=None, out=None, keepdims=False, **options):
        a = asarray(x)

        def result_kind(v):
            if dtype is not None:
                return globals()["dtype"](dtype)
            if kind == "float":
                return a.dtype if a.dtype.kind in "fc" else _DTYPES["float64"]
            if kind == "sum":
                return _DTYPES["int64"] if a.dtype.kind in "biu" and a.dtype._name not in ("uint64",) else a.dtype
            return _DTYPES[kind] if kind else a.dtype
        if axis is None:
            made = function(list(a._flat), **options)
            k = result_kind(made)
            value = k.type(made)
            return ndarray((1,) * a.ndim, k, [value.item()]) if keepdims else value
        axes = sorted(n % a.ndim for n in ((axis,) if isinstance(axis, int) else axis))
        rest = [i for i in range(a.ndim) if i not in axes]
        moved = a.transpose(rest + axes)
        shape = tuple(a._shape[i] for i in rest)
        step = math.prod(a._shape[i] for i in axes)
        values = [function(moved._flat[i * step:(i + 1) * step], **options) for i in range(math.prod(shape))]
        k = result_kind(None)
        made = ndarray(tuple(1 if i in axes else n for i, n in enumerate(a._shape)) if keepdims else shape, k, [_convert(k, v) for v in values])
        return made if made._shape else made._scalar(made._flat[0])
    return reduce


def _variance(values, ddof=0):
    if not values:
        return math.nan
    middle = math.fsum(values) / len(values)
    return math.fsum((v - middle) ** 2 for v in values) / (len(values) - ddof) if len(values) > ddof else math.nan


def _median(values):
    values = sorted(values)
    n = len(values)
    return math.nan if not n else float(values[n // 2]) if n % 2 else (values[n // 2 - 1] + values[n // 2]) / 2


sum = _reduction(lambda values: builtins.sum(values) if values and isinstance(values[0], complex) else math.fsum(values) if values and isinstance(values[0], float) else builtins.sum(values), "sum")
prod = _reduction(lambda values: math.prod(values), "sum")
mean = _reduction(lambda values: math.fsum(values) / len(values) if values else math.nan, "float")
median = _reduction(_median, "float")
var = _reduction(_variance, "float")
std = _reduction(lambda values, ddof=0: math.sqrt(_variance(values, ddof)), "float")
max = amax = _reduction(lambda values: builtins.max(values))
min = amin = _reduction(lambda values: builtins.min(values))
any = _reduction(lambda values: builtins.any(values), "bool_")
all = _reduction(lambda values: builtins.all(values), "bool_")
argmax = _reduction(lambda values: values.index(builtins.max(values)), "int64")
argmin = _reduction(lambda values: values.index(builtins.min(values)), "int64")


def cumsum(x, axis=None):
    a = asarray(x)
    if axis is None:
        total, out = 0, []
        for v in a._flat:
            total += v
            out.append(total)
        return ndarray((len(out),), a.dtype if a.dtype.kind in "fc" else "int64", out)
    rows = a.swapaxes(axis, a.ndim - 1)
    n = rows._shape[-1]
    return rows._like([v for i in range(0, rows.size, n) for v in cumsum(rows._flat[i:i + n])._flat]).swapaxes(axis, a.ndim - 1)


def sort(x, axis=-1):
    a = asarray(x)
    rows = a.swapaxes(axis, a.ndim - 1)
    n = rows._shape[-1]
    return rows._like([v for i in range(0, rows.size, n) for v in sorted(rows._flat[i:i + n])]).swapaxes(axis, a.ndim - 1)


def argsort(x, axis=-1, **ignored):
    a = asarray(x)
    rows = a.swapaxes(axis, a.ndim - 1)
    n = rows._shape[-1]
    return rows._like([j for i in range(0, rows.size, n) for j in sorted(range(n), key=rows._flat[i:i + n].__getitem__)], kind="int64").swapaxes(axis, a.ndim - 1)


def round(x, decimals=0, **ignored):
    return _unary(lambda v: builtins.round(v, decimals), False)(x)


around = round


def clip(x, low=None, high=None, **ignored):
    return _unary(lambda v: v if (low is None or v >= low) and (high is None or v <= high) else low if low is not None and v < low else high, False)(x)


def _as_method(function):
    return lambda self, *args, **kwargs: function(self, *args, **kwargs)


for _name in "sum prod mean var std max min any all argmax argmin cumsum argsort round clip".split():
    setattr(ndarray, _name, _as_method(globals()[_name]))


# -- making and joining

def full(shape, value, dtype=None, **ignored):
    shape = (int(shape),) if not isinstance(shape, (list, tuple)) else tuple(int(n) for n in shape)
    kind = globals()["dtype"](dtype) if dtype is not None else _DTYPES[_kind_of(value)]
    return ndarray(shape, kind, [_convert(kind, value)] * math.prod(shape))


def zeros(shape, dtype=None, **ignored):
    return full(shape, 0, dtype or "float64")


def ones(shape, dtype=None, **ignored):
    return full(shape, 1, dtype or "float64")


empty = zeros


def full_like(x, value, dtype=None, **ignored):
    return full(asarray(x)._shape, value, dtype or asarray(x).dtype)


def zeros_like(x, dtype=None, **ignored):
    return full_like(x, 0, dtype)


def ones_like(x, dtype=None, **ignored):
    return full_like(x, 1, dtype)


empty_like = zeros_like


def eye(n, m=None, k=0, dtype=None):
    m = n if m is None else m
    return ndarray((n, m), dtype or "float64", [_convert(globals()["dtype"](dtype or "float64"), int(j - i == k)) for i in range(n) for j in range(m)])


def tri(n, m=None, k=0, dtype=float):
    m = n if m is None else m
    return array([[int(j - i <= k) for j in range(m)] for i in range(n)], dtype=dtype).reshape(n, m)


def tril_indices(n, k=0, m=None):
    return where(tri(n, m, k, bool))


def triu_indices(n, k=0, m=None):
    return where(1 - tri(n, m, k - 1, "int64"))


def diag_indices(n, ndim=2):
    return (arange(n),) * ndim


def arange(start, stop=None, step=1, dtype=None):
    if stop is None:
        start, stop = 0, start
    start, stop, step = _plain(start), _plain(stop), _plain(step)
    count = builtins.max(0, math.ceil((stop - start) / step))
    return array([start + i * step for i in range(count)], dtype=dtype or ("int64" if builtins.all(isinstance(v, int) for v in (start, stop, step)) else "float64"))


def linspace(start, stop, num=50, endpoint=True, dtype=None, **ignored):
    num = int(num)
    start, stop = _plain(start), _plain(stop)
    step = (stop - start) / builtins.max(1, num - 1 if endpoint else num)
    values = [start + i * step for i in range(num)]
    if endpoint and num > 1:
        values[-1] = stop
    return array([float(v) for v in values], dtype=dtype or "float64")


def log_range(start, stop, num=50, endpoint=True, base=10.0, dtype=None):
    return array([base ** v for v in linspace(start, stop, num, endpoint)._flat], dtype=dtype or "float64")


def concatenate(parts, axis=0, **ignored):
    parts = [asarray(p) for p in parts]
    if axis is None:
        parts, axis = [p.ravel() for p in parts], 0
    kind = parts[0].dtype._name
    for p in parts:
        kind = _join(kind, p.dtype._name)
    axis %= parts[0].ndim
    front = [p.swapaxes(0, axis) for p in parts]
    shape = (builtins.sum(p._shape[0] for p in front), *front[0]._shape[1:])
    return ndarray(shape, _DTYPES[kind], [_convert(_DTYPES[kind], v) for p in front for v in p._flat]).swapaxes(0, axis)


def expand_dims(x, axis):
    a = asarray(x)
    axis %= a.ndim + 1
    return a.reshape(a._shape[:axis] + (1,) + a._shape[axis:])


def stack(parts, axis=0, **ignored):
    return concatenate([expand_dims(p, axis) for p in parts], axis)


def cross(a, b, axis=-1):
    """Of vectors of two or three numbers; those of two give a number."""
    a, b = (asarray(v).swapaxes(axis, -1) for v in (a, b))
    if a._shape[-1] not in (2, 3) or b._shape[-1] not in (2, 3):
        raise ValueError("incompatible dimensions for cross product\n(dimension must be 2 or 3)")
    (x, y, *p), (u, v, *q) = ([one[..., i] for i in range(one._shape[-1])] for one in (a, b))
    last = asarray(x * v - y * u)
    if not p and not q:
        return last if last.ndim else last[()]
    z, w = p[0] if p else 0, q[0] if q else 0
    parts = [asarray(y * w - z * v), asarray(z * u - x * w), last]
    return stack([broadcast_to(part, last._shape) for part in parts], -1).swapaxes(-1, axis)


def atleast_1d(x):
    a = asarray(x)
    return a if a.ndim else a.reshape(1)


def hstack(parts):
    parts = [atleast_1d(p) for p in parts]
    return concatenate(parts, 0 if parts[0].ndim == 1 else 1)


def vstack(parts):
    return concatenate([asarray(p) if asarray(p).ndim > 1 else asarray(p).reshape(1, -1) for p in parts])


def array_split(x, sections, axis=0):
    a = asarray(x)
    n = a._shape[axis]
    if isinstance(sections, int):
        size, more = divmod(n, sections)
        ends, at = [], 0
        for i in range(sections):
            at += size + (i < more)
            ends.append(at)
    else:
        ends = [*sections, n]
    out, begin = [], 0
    for end in ends:
        out.append(a[(slice(None),) * (axis % a.ndim) + (slice(begin, end),)])
        begin = end
    return out


split = array_split


def where(condition, x=None, y=None):
    c = asarray(condition)
    if x is None:
        found = [at for at, v in zip(_places(c._shape), c._flat) if v]
        return tuple(array([at[i] for at in found], dtype="int64") for i in range(c.ndim))
    a, b = asarray(x), asarray(y)
    shape = _common(_common(c._shape, a._shape), b._shape)
    kind = _DTYPES[_join(a.dtype._name, b.dtype._name)]
    return ndarray(shape, kind, [_convert(kind, p if t else q) for t, p, q in zip(broadcast_to(c, shape)._flat, broadcast_to(a, shape)._flat, broadcast_to(b, shape)._flat)])


def unique(x, return_index=False, return_inverse=False, return_counts=False, axis=None):
    if axis is not None:
        raise NotImplementedError("numpy.unique() over an axis needs numpy itself, which does not run here")
    a = asarray(x)
    kept = sorted(set(a._flat))
    made = (array(kept, dtype=a.dtype),)
    if return_index:
        made += (array([a._flat.index(v) for v in kept], dtype="int64"),)
    if return_inverse:
        at = {v: i for i, v in enumerate(kept)}
        made += (array([at[v] for v in a._flat], dtype="int64"),)
    if return_counts:
        made += (array([a._flat.count(v) for v in kept], dtype="int64"),)
    return made if len(made) > 1 else made[0]


def tile(x, reps):
    a = asarray(x)
    reps = (reps,) if isinstance(reps, int) else tuple(reps)
    a = a.reshape((1,) * (len(reps) - a.ndim) + a._shape)
    for axis, count in enumerate((1,) * (a.ndim - len(reps)) + reps):
        a = concatenate([a] * count, axis)
    return a


def repeat(x, count, axis=None):
    a = asarray(x)
    if axis is None:
        return a._like([v for v in a._flat for _ in range(count)], (a.size * count,))
    return concatenate([a[(slice(None),) * axis + (slice(i, i + 1),)] for i in range(a._shape[axis]) for _ in range(count)], axis)


def meshgrid(*parts, indexing="xy"):
    parts = [asarray(p).ravel() for p in parts]
    shape = tuple(p.size for p in parts)
    out = [broadcast_to(p.reshape((1,) * i + (p.size,) + (1,) * (len(parts) - i - 1)), shape) for i, p in enumerate(parts)]
    return [o.swapaxes(0, 1) for o in out] if indexing == "xy" and len(parts) > 1 else out


def matmul(x, y):
    a, b = asarray(x), asarray(y)
    if a.ndim == 1 and b.ndim == 1:
        return sum(a * b)
    if a.ndim > 2 or b.ndim > 2:
        raise NotImplementedError("numpy.matmul of more than two dimensions is not part of the stand-in numpy")
    left = a.reshape(1, -1) if a.ndim == 1 else a
    right = b.reshape(-1, 1) if b.ndim == 1 else b
    (n, k), (k2, m) = left._shape, right._shape
    if k != k2:
        raise ValueError(f"shapes {a._shape} and {b._shape} not aligned")
    kind = _DTYPES[_join(a.dtype._name, b.dtype._name)]
    made = ndarray((n, m), kind, [_convert(kind, builtins.sum(left._flat[i * k + t] * right._flat[t * m + j] for t in range(k))) for i in range(n) for j in range(m)])
    return made.reshape(m) if a.ndim == 1 else made.reshape(n) if b.ndim == 1 else made


dot = matmul
ndarray.dot = _as_method(matmul)


def outer(x, y):
    a, b = asarray(x).ravel(), asarray(y).ravel()
    return a.reshape(-1, 1) * b.reshape(1, -1)


def diff(x):
    a = asarray(x)
    return a[1:] - a[:-1]


def flip(x, axis=None):
    a = asarray(x)
    axes = range(a.ndim) if axis is None else [axis % a.ndim]
    return a[tuple(slice(None, None, -1) if i in axes else slice(None) for i in range(a.ndim))]


def roll(x, shift, axis=None):
    a = asarray(x)
    if axis is None:
        shift %= builtins.max(1, a.size)
        return a._like(a._flat[-shift:] + a._flat[:-shift] if shift else list(a._flat))
    n = a._shape[axis]
    return concatenate([a[(slice(None),) * axis + (slice(n - shift % n, n),)], a[(slice(None),) * axis + (slice(0, n - shift % n),)]], axis)


def allclose(x, y, rtol=1e-5, atol=1e-8):
    a, b = asarray(x), asarray(y)
    shape = _common(a._shape, b._shape)
    return builtins.all(builtins.abs(p - q) <= atol + rtol * builtins.abs(q) for p, q in zip(broadcast_to(a, shape)._flat, broadcast_to(b, shape)._flat))


def array_equal(x, y):
    a, b = asarray(x), asarray(y)
    return a._shape == b._shape and a._flat == b._flat


def isscalar(x):
    return isinstance(x, (S.generic, int, float, complex, str, bytes))


def reshape(x, shape):
    return asarray(x).reshape(shape)


def ravel(x):
    return asarray(x).ravel()


def squeeze(x, axis=None):
    return asarray(x).squeeze(axis)


def transpose(x, axes=None):
    return asarray(x).transpose(*([axes] if axes is not None else []))


def swapaxes(x, a, b):
    return asarray(x).swapaxes(a, b)


def copy(x):
    return array(x)


def size(x, axis=None):
    return asarray(x).size if axis is None else asarray(x)._shape[axis]


def ndim(x):
    return asarray(x).ndim


def shape(x):
    return asarray(x)._shape
