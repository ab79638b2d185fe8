"""Element-wise operations as tables, with torch's broadcasting and type promotion (answers to aten/src/ATen/native/{Unary,Binary}Ops)."""
import cmath
import math

from . import core
from .core import BOOL, COMPLEX, FLOAT, INT, DTYPES, Default, LIMIT, bool_, device_of, expanded, is_number, new, number, numel, result_dtype, values

OPS = {}
INPLACE = {}


def op(*names, inplace=False):
    def add(fn):
        for name in names:
            OPS[name] = fn
            if inplace:
                INPLACE[name + "_"] = fn
        return fn
    return add


def _lgamma(x):
    if x != x:
        return x
    return math.inf if math.isinf(x) or x <= 0 and x == math.floor(x) else math.lgamma(x)


def _guard(f):
    def safe(x, *rest):
        try:
            return f(x, *rest)
        except OverflowError:
            return math.inf
        except (ValueError, ZeroDivisionError):
            return math.nan
    return safe


def _float_or_complex(real, complex_=None):
    real = _guard(real)
    if complex_ is None:
        return real
    return lambda x: complex_(x) if isinstance(x, complex) else real(x)


def _log(f):
    def log(x):
        return -math.inf if x == 0 else math.nan if x < 0 else f(x)
    return log


def _digamma(x):
    if x == 0:
        return -math.inf
    if x < 0 and x == int(x):
        return math.nan
    if x < 0:
        return _digamma(1 - x) - math.pi / math.tan(math.pi * x)
    out = 0.0
    while x < 10:
        out -= 1 / x
        x += 1
    y = 1 / (x * x)
    return out + math.log(x) - 0.5 / x - y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * (1 / 240 - y * 5 / 660))))


def _erfinv(y):
    if abs(y) >= 1:
        return math.copysign(math.inf, y) if abs(y) == 1 else math.nan
    a = 0.147
    ln = math.log(1 - y * y)
    t = 2 / (math.pi * a) + ln / 2
    x = math.copysign(math.sqrt(max(math.sqrt(t * t - ln / a) - t, 0.0)), y)
    for _ in range(4):
        x -= (math.erf(x) - y) / (2 / math.sqrt(math.pi) * math.exp(-x * x))
    return x


def _i0(x):
    total = term = 1.0
    k = 1
    while term > total * 1e-17:
        term *= (x / 2 / k) ** 2
        total += term
        k += 1
    return total


def _sigmoid(x):
    if isinstance(x, complex):
        return 1 / (1 + cmath.exp(-x))
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def _inverse(x):
    if isinstance(x, complex):
        return 1 / x if x else complex(math.nan, math.nan)
    return 1 / x if x else math.copysign(math.inf, x)


#: Results are floats also for ints.
TO_FLOAT = {
    "exp": _float_or_complex(math.exp, cmath.exp), "expm1": _float_or_complex(math.expm1, lambda z: cmath.exp(z) - 1), "exp2": _float_or_complex(lambda x: 2.0 ** x, lambda z: 2 ** z),
    "log": _float_or_complex(_log(math.log), cmath.log), "log2": _float_or_complex(_log(math.log2), lambda z: cmath.log(z, 2)),
    "log10": _float_or_complex(_log(math.log10), cmath.log10), "log1p": _float_or_complex(lambda x: -math.inf if x == -1 else math.log1p(x)),
    "sqrt": _float_or_complex(math.sqrt, cmath.sqrt), "rsqrt": _float_or_complex(lambda x: math.inf if x == 0 else 1 / math.sqrt(x), lambda z: 1 / cmath.sqrt(z)),
    "sin": _float_or_complex(math.sin, cmath.sin), "cos": _float_or_complex(math.cos, cmath.cos), "tan": _float_or_complex(math.tan, cmath.tan),
    "asin": _float_or_complex(math.asin, cmath.asin), "acos": _float_or_complex(math.acos, cmath.acos), "atan": _float_or_complex(math.atan, cmath.atan),
    "sinh": _float_or_complex(math.sinh, cmath.sinh), "cosh": _float_or_complex(math.cosh, cmath.cosh), "tanh": _float_or_complex(math.tanh, cmath.tanh),
    "asinh": _float_or_complex(math.asinh, cmath.asinh), "acosh": _float_or_complex(math.acosh, cmath.acosh),
    "atanh": _float_or_complex(lambda x: math.copysign(math.inf, x) if abs(x) == 1 else math.atanh(x), cmath.atanh),
    "erf": _guard(math.erf), "erfc": _guard(math.erfc), "erfinv": _guard(_erfinv), "lgamma": _lgamma, "digamma": _guard(_digamma), "i0": _guard(_i0),
    "sigmoid": _sigmoid, "reciprocal": _inverse, "sinc": _guard(lambda x: 1.0 if x == 0 else math.sin(math.pi * x) / (math.pi * x)),
    "deg2rad": math.radians, "rad2deg": math.degrees,
}

ALIASES = {
    "arccos": "acos", "arccosh": "acosh", "arcsin": "asin", "arcsinh": "asinh", "arctan": "atan", "arctanh": "atanh", "absolute": "abs", "negative": "neg", "fix": "trunc",
    "clip": "clamp", "multiply": "mul", "subtract": "sub", "divide": "div", "greater": "gt", "greater_equal": "ge", "less": "lt", "less_equal": "le", "not_equal": "ne",
    "arctan2": "atan2", "special_expit": "sigmoid",
}


def _sign(x):
    if isinstance(x, complex):
        return x / abs(x) if x else 0j
    return x if x != x else (x > 0) - (x < 0)


def _rounding(f):
    return lambda x: x if isinstance(x, int) or not math.isfinite(x) else f(x)


SAME = {
    "neg": lambda x: -x, "sign": _sign, "sgn": _sign, "floor": _rounding(math.floor), "ceil": _rounding(math.ceil), "trunc": _rounding(math.trunc),
    "frac": lambda x: x - math.trunc(x), "square": lambda x: x * x, "relu": lambda x: x if x > 0 or x != x else type(x)(0), "positive": lambda x: x,
    "conj": lambda x: x.conjugate(), "conj_physical": lambda x: x.conjugate(), "resolve_conj": lambda x: x, "resolve_neg": lambda x: x, "_conj": lambda x: x.conjugate(),
}

TO_BOOL = {
    "isnan": lambda x: x != x, "isinf": lambda x: cmath.isinf(x), "isfinite": lambda x: cmath.isfinite(x), "isneginf": lambda x: x == -math.inf, "isposinf": lambda x: x == math.inf,
    "isreal": lambda x: complex(x).imag == 0, "logical_not": lambda x: not x, "signbit": lambda x: math.copysign(1, x) < 0,
}


def apply(t, f, dt, step=None):
    """`f` on every value, with `dt` as the dtype of the result. `step`: its name in core.STEPS, and its number."""
    noted = core.stepped(t, f, step) if step and dt is t._dtype else None
    if noted is not None:
        return noted
    order = core.dense_order(t)
    if order is not None:
        return core.restored(apply(core.view(t, [t._shape[i] for i in order], [t._strides[i] for i in order]), f, dt), order)
    found = values(t)
    return new(t._shape, dt, t._storage.device, None if found is None else [f(v) for v in found])


def float_dtype(dt):
    return dt if dt._category >= FLOAT else Default.dtype


#: Nothing for masks.
_NOT_FOR_BOOL = frozenset(("neg", "abs", "floor", "ceil", "trunc", "frac", "round"))


def _numbers(input, name):
    if input._dtype is bool_ and name in _NOT_FOR_BOOL:
        raise RuntimeError(f"{name}() is not there for bool tensors: use '~' or logical_not() to turn a mask around" if name == "neg" else f"{name}() is not there for bool tensors")
    return input


def _define_unary():
    for name, f in TO_FLOAT.items():
        op(name, inplace=True)(lambda input, f=f, step=(name,) if name in core.STEPS else None: apply(input, f, float_dtype(input._dtype), step))
    for name, f in SAME.items():
        op(name, inplace=True)(lambda input, f=f, name=name, step=(name,) if name in core.STEPS else None: apply(_numbers(input, name), f, input._dtype, step))
    for name, f in TO_BOOL.items():
        op(name, inplace=name == "logical_not")(lambda input, f=f: apply(input, f, bool_))
    OPS["abs"] = INPLACE["abs_"] = lambda input: apply(_numbers(input, "abs"), abs, input._dtype.to_real())
    OPS["bitwise_not"] = INPLACE["bitwise_not_"] = lambda input: apply(input, (lambda x: not x) if input._dtype is bool_ else (lambda x: ~x), input._dtype)


_define_unary()


@op("round", inplace=True)
def round_(input, *, decimals=0):
    return apply(_numbers(input, "round"), _rounding(lambda x: round(x, decimals) if decimals else float(round(x))), input._dtype)


@op("logit", inplace=True)
def logit(input, eps=None):
    def f(x):
        if eps is not None:
            x = min(max(x, eps), 1 - eps)
        return math.inf if x == 1 else -math.inf if x == 0 else math.log(x / (1 - x)) if 0 < x < 1 else math.nan
    return apply(input, f, float_dtype(input._dtype))


@op("nan_to_num", inplace=True)
def nan_to_num(input, nan=0.0, posinf=None, neginf=None):
    from .types import finfo
    if input._dtype._category < FLOAT:
        return apply(input, lambda x: x, input._dtype)
    top = finfo(input._dtype).max
    return apply(input, lambda x: (nan or 0.0) if x != x else (top if posinf is None else posinf) if x == math.inf else (-top if neginf is None else neginf) if x == -math.inf else x, input._dtype)


@op("angle")
def angle(input):
    return apply(input, lambda x: cmath.phase(x) if isinstance(x, complex) else x if x != x else math.pi if x < 0 else 0.0, float_dtype(input._dtype).to_real())


def real(input):
    return input if input._dtype._category != COMPLEX else apply(input, lambda x: x.real, input._dtype.to_real())


def imag(input):
    if input._dtype._category != COMPLEX:
        raise RuntimeError("imag is there for complex tensors only")
    return apply(input, lambda x: x.imag, input._dtype.to_real())


OPS["real"], OPS["imag"] = real, imag


@op("view_as_real")
def view_as_real(input):
    found = values(input)
    return new((*input._shape, 2), input._dtype.to_real(), input._storage.device, None if found is None else [p for v in found for p in (v.real, v.imag)])


@op("view_as_complex")
def view_as_complex(input):
    found = values(input)
    return new(input._shape[:-1], input._dtype.to_complex(), input._storage.device, None if found is None else [complex(a, b) for a, b in zip(found[::2], found[1::2])])


# -- two operands

def _zip(a, b, shape):
    """Values of both operands at every place of `shape`, or None."""
    if numel(shape) > LIMIT:
        return None
    lists = []
    for x in (a, b):
        if isinstance(x, core.Tensor):
            found = values(expanded(x, shape))
            if found is None:
                return None
            lists.append(found)
        else:
            lists.append([x] * numel(shape))
    return zip(*lists)


def _operand(x, what):
    if isinstance(x, core.Tensor):
        return x
    if is_number(x):
        return number(x)
    raise TypeError(f"{what} takes tensors and numbers, not {type(x).__name__}")


def _meta(*operands):
    dev = device_of(*operands)
    for o in operands:
        if isinstance(o, core.Tensor) and o._shape and o._storage.device != dev:
            raise RuntimeError(f"tensors on two devices meet: {dev} and {o._storage.device}")
    return dev


def _rounded(x, dt):
    """A number beside a tensor, as one of that dtype."""
    return dt._cast([x])[0] if dt is core.float32 and type(x) in (int, float) else x


def binary(a, b, f, dt, what="this operation", step=None):
    a, b = _operand(a, what), _operand(b, what)
    if isinstance(a, core.Tensor) and not isinstance(b, core.Tensor):
        b = _rounded(b, result_dtype(a, b) if dt is bool_ else dt)
        return apply(a, lambda x: f(x, b), dt, step and (step, b))
    if isinstance(b, core.Tensor) and not isinstance(a, core.Tensor):
        a = _rounded(a, result_dtype(a, b) if dt is bool_ else dt)
        turned = core.TURNED.get(step)
        return apply(b, lambda y: f(a, y), dt, turned and (turned, a))
    shape = core.broadcast_shapes(*(x._shape for x in (a, b) if isinstance(x, core.Tensor)))
    pairs = _zip(a, b, shape)
    return new(shape, dt, _meta(a, b), None if pairs is None else [f(x, y) for x, y in pairs])


def _division(x, y):
    if y == 0:
        if isinstance(x, complex) or isinstance(y, complex):
            return complex(math.nan, math.nan)
        return math.nan if x == 0 or x != x else math.copysign(math.inf, x) * math.copysign(1, y)
    return x / y


def _power(x, y):
    try:
        if isinstance(x, int) and isinstance(y, int) and y < 0:
            return 1 if x == 1 else (1 if y % 2 == 0 else -1) if x == -1 else 0
        out = x ** y
        return math.nan if isinstance(out, complex) and not isinstance(x, complex) and not isinstance(y, complex) else out
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return math.inf


def _floor_div(x, y):
    if y == 0:
        if isinstance(x, int) and isinstance(y, int):
            raise RuntimeError("ZeroDivisionError")
        return _division(x, y)
    return x // y


def _remainder(x, y):
    if y == 0:
        if isinstance(x, int) and isinstance(y, int):
            raise RuntimeError("ZeroDivisionError")
        return math.nan
    return x % y


def _fmod(x, y):
    if isinstance(x, int) and isinstance(y, int):
        if y == 0:
            raise RuntimeError("ZeroDivisionError")
        return int(math.fmod(x, y))
    return math.nan if y == 0 or math.isinf(x) else math.fmod(x, y)


def _trunc_div(x, y):
    if isinstance(x, int) and isinstance(y, int):
        q = abs(x) // abs(y)
        return q if (x < 0) == (y < 0) else -q
    q = _division(x, y)
    return q if not math.isfinite(q) else float(math.trunc(q))


def _with_nan(f):
    return lambda x, y: x if x != x else y if y != y else f(x, y)


def _without_nan(f):
    return lambda x, y: y if x != x else x if y != y else f(x, y)


def _logaddexp(x, y):
    top = max(x, y)
    return top if math.isinf(top) else top + math.log1p(math.exp(min(x, y) - top))


#: name -> (function, dtype rule): "same" promotes, "float" makes ints floats, "bool" compares.
BINARY = {
    "mul": (lambda x, y: x * y, "same"), "true_divide": (_division, "float"), "floor_divide": (_floor_div, "same"), "remainder": (_remainder, "same"), "fmod": (_fmod, "same"),
    "atan2": (math.atan2, "float"), "maximum": (_with_nan(max), "same"), "minimum": (_with_nan(min), "same"), "fmax": (_without_nan(max), "same"), "fmin": (_without_nan(min), "same"),
    "eq": (lambda x, y: x == y, "bool"), "ne": (lambda x, y: x != y, "bool"), "lt": (lambda x, y: x < y, "bool"), "le": (lambda x, y: x <= y, "bool"),
    "gt": (lambda x, y: x > y, "bool"), "ge": (lambda x, y: x >= y, "bool"),
    "logical_and": (lambda x, y: bool(x) and bool(y), "bool"), "logical_or": (lambda x, y: bool(x) or bool(y), "bool"), "logical_xor": (lambda x, y: bool(x) != bool(y), "bool"),
    "bitwise_and": (lambda x, y: x & y, "same"), "bitwise_or": (lambda x, y: x | y, "same"), "bitwise_xor": (lambda x, y: x ^ y, "same"),
    "bitwise_left_shift": (lambda x, y: x << y, "same"), "bitwise_right_shift": (lambda x, y: x >> y, "same"),
    "hypot": (math.hypot, "same"), "copysign": (math.copysign, "float"), "gcd": (math.gcd, "same"), "lcm": (math.lcm, "same"),
    "xlogy": (lambda x, y: 0.0 if x == 0 else x * (math.log(y) if y > 0 else -math.inf if y == 0 else math.nan), "float"),
    "logaddexp": (_logaddexp, "same"), "logaddexp2": (lambda x, y: math.log2(2.0 ** x + 2.0 ** y), "same"), "ldexp": (lambda x, y: x * 2.0 ** y, "float"),
    "nextafter": (math.nextafter, "same"), "heaviside": (lambda x, y: y if x == 0 else type(y)(x > 0), "same"),
}

_IN_PLACE_TOO = frozenset(BINARY) - {"maximum", "minimum", "fmax", "fmin", "logaddexp", "logaddexp2"}


def _rule(kind, a, b):
    if kind == "bool":
        return bool_
    dt = result_dtype(a, b)
    return float_dtype(dt) if kind == "float" else dt


def _define_binary():
    for name, (f, kind) in BINARY.items():
        def run(input, other, *, f=f, kind=kind, name=name):
            return binary(input, other, f, _rule(kind, input, other), name, name if name in core.STEPS else None)
        op(name, inplace=name in _IN_PLACE_TOO)(run)


_define_binary()


@op("add", inplace=True)
def add(input, other, *old, alpha=1):
    if old:  # the older way of writing it puts the factor first
        other, alpha = old[0], other
    if isinstance(alpha, core.Tensor):
        alpha = alpha.item()
    logical = result_dtype(input, other) is bool_
    return binary(input, other, (lambda x, y: x or y) if logical else (lambda x, y: x + y) if alpha == 1 else (lambda x, y: x + alpha * y), result_dtype(input, other), "add", "add" if alpha == 1 else None)


def _need_numbers(*found):
    for x in found:
        if isinstance(x, bool) or isinstance(x, core.Tensor) and x._dtype is bool_:
            raise RuntimeError("'-' is not there for bool tensors: use '~' or logical_not() to turn a mask around, '^' to compare two")


@op("sub", inplace=True)
def sub(input, other, *old, alpha=1):
    if old:
        other, alpha = old[0], other
    _need_numbers(input, other)
    return binary(input, other, (lambda x, y: x - y) if alpha == 1 else (lambda x, y: x - alpha * y), result_dtype(input, other), "sub", "sub" if alpha == 1 else None)


@op("rsub")
def rsub(input, other, alpha=1):
    _need_numbers(input, other)
    return binary(input, other, lambda x, y: y - alpha * x, result_dtype(input, other), "rsub", "rsub" if alpha == 1 else None)


@op("div", inplace=True)
def div(input, other, *, rounding_mode=None):
    dt = result_dtype(input, other)
    if rounding_mode is None:
        return binary(input, other, _division, float_dtype(dt), "div", "div")
    return binary(input, other, {"floor": _floor_div, "trunc": _trunc_div}[rounding_mode], dt, "div")


INPLACE["true_divide_"] = OPS["true_divide"]


@op("pow", inplace=True)
def pow_(input, exponent):
    dt = result_dtype(input, exponent)
    if dt is bool_:
        dt = core.int64
    if dt._category == INT and is_number(exponent) and exponent < 0:
        raise RuntimeError("integers cannot be raised to a negative integer power: make them floats")
    return binary(input, exponent, _power, dt, "pow")


@op("float_power", inplace=True)
def float_power(input, exponent):
    dt = DTYPES["complex128"] if result_dtype(input, exponent)._category == COMPLEX else DTYPES["float64"]
    return binary(input, exponent, lambda x, y: _power(float(x), y), dt, "float_power")


@op("isclose")
def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return binary(input, other, lambda x, y: x == y or (equal_nan and x != x and y != y) or (cmath.isfinite(x) and cmath.isfinite(y) and abs(x - y) <= atol + rtol * abs(y)), bool_)


@op("allclose")
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False):
    return core.taken_for_equal(input, other) or all(core.need(isclose(input, other, rtol, atol, equal_nan), "torch.allclose"))


@op("equal")
def equal(input, other):
    if tuple(input._shape) != tuple(other._shape):
        return False
    if input is other:
        return True
    return core.taken_for_equal(input, other) or core.need(input, "torch.equal") == core.need(other, "torch.equal")


# -- three operands

def ternary(a, b, c, f, dt):
    shape = core.broadcast_shapes(*(x._shape for x in (a, b, c) if isinstance(x, core.Tensor)))
    found = None
    if numel(shape) <= LIMIT:
        lists = [values(expanded(x, shape)) if isinstance(x, core.Tensor) else [x] * numel(shape) for x in (a, b, c)]
        if all(v is not None for v in lists):
            found = [f(*v) for v in zip(*lists)]
    return new(shape, dt, _meta(a, b, c), found)


@op("where")
def where(condition, input=None, other=None):
    if input is None and other is None:
        return nonzero(condition, as_tuple=True)
    if not isinstance(condition, core.Tensor) or input is None or other is None:
        raise TypeError("where() takes a Tensor as condition, or that and two values")
    return ternary(condition, input, other, lambda c, x, y: x if c else y, result_dtype(input, other))


@op("lerp", inplace=True)
def lerp(input, end, weight):
    return ternary(input, end, weight, lambda a, b, w: a + w * (b - a), input._dtype)


@op("addcmul", inplace=True)
def addcmul(input, tensor1, tensor2, *, value=1):
    return ternary(input, tensor1, tensor2, lambda a, b, c: a + value * b * c, result_dtype(input, tensor1, tensor2))


@op("addcdiv", inplace=True)
def addcdiv(input, tensor1, tensor2, *, value=1):
    return ternary(input, tensor1, tensor2, lambda a, b, c: a + value * _division(b, c), result_dtype(input, tensor1, tensor2))


@op("clamp", inplace=True)
def clamp(input, min=None, max=None):
    if min is None and max is None:
        raise RuntimeError("clamp needs at least one of 'min' and 'max'")
    out = input
    if min is not None:
        out = binary(out, min, _with_nan(lambda x, y: x if x > y else y), result_dtype(out, min), step="clamp_min")
    if max is not None:
        out = binary(out, max, _with_nan(lambda x, y: x if x < y else y), result_dtype(out, max), step="clamp_max")
    return out


op("clamp_min", inplace=True)(lambda input, min: clamp(input, min=min))
op("clamp_max", inplace=True)(lambda input, max: clamp(input, max=max))


@op("masked_fill", inplace=True)
def masked_fill(input, mask, value):
    if isinstance(value, core.Tensor):
        if value._shape:
            raise RuntimeError("masked_fill takes a number or a tensor without dimensions as its value")
        value = values(value)[0] if values(value) is not None else None
    shape = core.broadcast_shapes(input._shape, mask._shape)
    pairs = _zip(input, mask, shape) if value is not None else None
    return new(shape, input._dtype, input._storage.device, None if pairs is None else [value if m else x for x, m in pairs])


@op("nonzero")
def nonzero(input, *, as_tuple=False):
    found = core.need(input, "torch.nonzero")
    places = []
    for flat, v in enumerate(found):
        if v:
            place = []
            for n in reversed(input._shape):
                flat, r = divmod(flat, n)
                place.append(r)
            places.append(place[::-1])
    rank = len(input._shape)
    if as_tuple:
        if rank == 0:
            return (new((len(places),), core.int64, input._storage.device, [0] * len(places)),)
        return tuple(new((len(places),), core.int64, input._storage.device, [p[d] for p in places]) for d in range(rank))
    found = new((rank, len(places)), core.int64, input._storage.device, [p[d] for d in range(rank) for p in places])
    return core.view(found, (len(places), rank), (1, len(places)))


OPS["argwhere"] = lambda input: nonzero(input)

for _new, _old in ALIASES.items():
    OPS[_new] = OPS[_old]
    if _old + "_" in INPLACE:
        INPLACE[_new + "_"] = INPLACE[_old + "_"]

# -- activations: unary with parameters

def _softplus(x, beta, threshold):
    return x if x * beta > threshold else math.log1p(math.exp(x * beta)) / beta


def activation(name, f, *parameters, inplace=False):
    """`parameters` are (name, default) pairs."""
    names = [p[0] for p in parameters]
    defaults = {p[0]: p[1] for p in parameters}

    def run(input, *args, **kwargs):
        given = dict(defaults)
        given.update(zip(names, args))
        for k, v in kwargs.items():
            if k not in defaults:
                raise TypeError(f"{name}() has no parameter '{k}'")
            given[k] = v
        g = _guard(f)
        rest = list(given.values())
        return apply(input, lambda x: g(x, *rest), input._dtype)
    op(name, inplace=inplace)(run)


activation("hardtanh", lambda x, lo, hi: min(max(x, lo), hi), ("min_val", -1), ("max_val", 1), inplace=True)
activation("relu6", lambda x: min(max(x, 0), 6), inplace=True)
activation("leaky_relu", lambda x, s: x if x > 0 else x * s, ("negative_slope", 0.01), inplace=True)
activation("elu", lambda x, a, s, i: s * x if x > 0 else s * a * math.expm1(x * i), ("alpha", 1), ("scale", 1), ("input_scale", 1), inplace=True)
activation("selu", lambda x: 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x)), inplace=True)
activation("celu", lambda x, a: x if x > 0 else a * math.expm1(x / a), ("alpha", 1.0), inplace=True)
activation("gelu", lambda x, a: 0.5 * x * (1 + (math.erf(x / math.sqrt(2)) if a == "none" else math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x ** 3)))), ("approximate", "none"), inplace=True)
activation("silu", lambda x: x * _sigmoid(x), inplace=True)
activation("mish", lambda x: x * math.tanh(_softplus(x, 1, 20)), inplace=True)
activation("hardswish", lambda x: x * min(max(x + 3, 0), 6) / 6, inplace=True)
activation("hardsigmoid", lambda x: min(max(x + 3, 0), 6) / 6, inplace=True)
activation("log_sigmoid", lambda x: -_softplus(-x, 1, 700))
activation("softplus", _softplus, ("beta", 1), ("threshold", 20))
activation("softshrink", lambda x, l: x - l if x > l else x + l if x < -l else 0.0, ("lambd", 0.5))
activation("hardshrink", lambda x, l: 0.0 if -l <= x <= l else x, ("lambd", 0.5))
activation("threshold", lambda x, t, v: x if x > t else v, ("threshold", 0), ("value", 0), inplace=True)
activation("rrelu", lambda x, lo, hi, tr, g: x if x >= 0 else x * (lo + hi) / 2, ("lower", 1 / 8), ("upper", 1 / 3), ("training", False), ("generator", None), inplace=True)


@op("prelu")
def prelu(input, weight):
    from . import shaping
    if input._dtype is not weight._dtype and input._dtype._name != "bfloat16":
        raise RuntimeError(f"prelu: the input has dtype {input._dtype}, the weight {weight._dtype}")
    if weight.numel() == 1:
        weight = shaping.reshape(weight, (1,) * len(input._shape))
    elif len(input._shape) > 1:
        weight = shaping.reshape(weight, (1, -1) + (1,) * (len(input._shape) - 2))
    return binary(input, weight, lambda x, w: x if x > 0 else x * w, input._dtype)


@op("glu")
def glu(input, dim=-1):
    from . import shaping
    a, b = shaping.chunk(input, 2, dim)
    return binary(a, b, lambda x, y: x * _sigmoid(y), input._dtype)
