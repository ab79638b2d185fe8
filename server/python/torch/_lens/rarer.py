"""Functions that models seldom call while they are built (answers to aten/src/ATen/native/{UnaryOps,Math,Integration,Histogram} and to the least squares of LinearAlgebra)."""
import bisect
import math

from . import core, matrix, shaping
from .core import new, result_dtype, values, wrap_dim
from .elementwise import OPS, apply, binary, float_dtype, op
from .records import record
from .types import DTYPES, FLOAT

INT32 = DTYPES["int32"]


# -- numbers

@op("frexp")
def frexp(input):
    if input._dtype._category != FLOAT:
        raise RuntimeError(f"frexp takes a tensor of floats, not {input._dtype}")
    return record("frexp", "mantissa exponent", (apply(input, lambda x: math.frexp(x)[0], input._dtype), apply(input, lambda x: math.frexp(x)[1] if math.isfinite(x) else 0, INT32)))


def _polygamma(n):
    """The nth derivative of digamma: the recurrence up to a large argument, then the asymptotic series."""
    def f(x):
        if n == 0 or x != x or x <= 0:
            return math.nan
        total, sign = 0.0, (-1) ** (n + 1)
        while x < 20:
            total += math.factorial(n) / x ** (n + 1)
            x += 1
        total += math.factorial(n - 1) / x ** n + math.factorial(n) / (2 * x ** (n + 1))
        for k, bernoulli in enumerate((1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66), 1):
            total += bernoulli * math.factorial(2 * k + n - 1) / (math.factorial(2 * k) * x ** (2 * k + n))
        return sign * total
    return f


@op("polygamma", "special_polygamma")
def polygamma(n, input):
    if isinstance(n, core.Tensor):  # as a method, the tensor comes first
        n, input = input, n
    if n < 0:
        raise RuntimeError("polygamma: the order must not be negative")
    return OPS["digamma"](input) if n == 0 else apply(input, _polygamma(n), float_dtype(input._dtype))


def _lower_gamma(a, x):
    """The regularized lower incomplete gamma function: a series for small x, a continued fraction for large."""
    if x != x or a != a or a < 0 or x < 0:
        return math.nan
    if x == 0:
        return 0.0 if a > 0 else math.nan
    if a == 0 or math.isinf(x):
        return 1.0
    head = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        term = total = 1 / a
        k = a
        while abs(term) > 1e-17 * abs(total):
            k += 1
            term *= x / k
            total += term
        return total * head
    b = x + 1 - a
    c, d = 1e300, 1 / b
    h = d
    for i in range(1, 500):
        step = -i * (i - a)
        b += 2
        d = 1 / (step * d + b or 1e-300)
        c = b + step / c or 1e-300
        h *= d * c
        if abs(d * c - 1) < 1e-16:
            break
    return 1 - head * h


def _incomplete(f, *names):
    op(*names, inplace=True)(lambda input, other: binary(input, other, f, float_dtype(result_dtype(input, other)), names[0]))


_incomplete(_lower_gamma, "igamma", "special_gammainc")
_incomplete(lambda a, x: 1 - _lower_gamma(a, x), "igammac", "special_gammaincc")


# -- shapes

@op("sum_to_size")
def sum_to_size(input, *size, **kwargs):
    wanted = core.ints((kwargs["size"],) if "size" in kwargs else size)
    have = input._shape
    lead = len(have) - len(wanted)
    if lead < 0 or any(w not in (1, h) for w, h in zip(wanted, have[lead:])):
        raise RuntimeError(f"a tensor of shape {list(have)} cannot be summed to {wanted}")
    dims = [*range(lead), *(lead + i for i, w in enumerate(wanted) if w == 1 and have[lead + i] != 1)]
    return OPS["view"](OPS["sum"](input, dims, True), wanted) if dims else OPS["view"](input, wanted)


# -- integrals and slopes

@op("cumulative_trapezoid")
def cumulative_trapezoid(y, x=None, *, dx=1, dim=-1):
    d = wrap_dim(dim, len(y._shape))
    n = y._shape[d]
    pairs = OPS["add"](shaping.narrow(y, d, 1, n - 1), shaping.narrow(y, d, 0, n - 1))
    if x is None:
        width = dx / 2
    else:
        steps = OPS["diff"](x)
        if len(x._shape) == 1:
            steps = shaping.reshape(steps, [-1 if i == d else 1 for i in range(len(y._shape))])
        width = OPS["div"](steps, 2)
    return OPS["cumsum"](OPS["mul"](pairs, width), d)


@op("gradient")
def gradient(input, *, spacing=None, dim=None, edge_order=1):
    if edge_order not in (1, 2):
        raise RuntimeError(f"gradient: the order at the edges is 1 or 2, not {edge_order}")
    rank = len(input._shape)
    dims = list(range(rank)) if dim is None else [wrap_dim(d, rank) for d in (dim if isinstance(dim, (tuple, list)) else (dim,))]
    given = spacing if isinstance(spacing, (tuple, list)) else [1.0 if spacing is None else spacing] * len(dims)
    if len(given) != len(dims):
        raise RuntimeError(f"gradient: {len(given)} spacings for {len(dims)} dimensions")
    for d in dims:
        if input._shape[d] < edge_order + 1:
            raise RuntimeError(f"gradient: dimension {d} has fewer than {edge_order + 1} elements")
    return tuple(_slope(input, d, space, edge_order) for d, space in zip(dims, given))


def _slope(input, d, space, edge_order):
    dt = input._dtype if input._dtype._category >= FLOAT else float_dtype(input._dtype)
    n = input._shape[d]
    rows = values(input)
    at = values(space) if isinstance(space, core.Tensor) else [i * space for i in range(n)]
    if rows is None or at is None:
        return new(input._shape, dt, input._storage.device)
    inner = core.numel(input._shape[d + 1:])
    out = [0.0] * len(rows)
    for begin in range(core.numel(input._shape[:d])):
        for column in range(inner):
            places = [begin * n * inner + i * inner + column for i in range(n)]
            for place, slope in zip(places, _slopes([rows[p] for p in places], at, edge_order)):
                out[place] = slope
    return new(input._shape, dt, input._storage.device, out)


def _slopes(y, x, edge_order):
    """Second-order differences inside, where the two steps may differ; one-sided ones at the edges."""
    last = len(y) - 1
    out = [0.0] * len(y)
    for i in range(1, last):
        a, b = x[i] - x[i - 1], x[i + 1] - x[i]
        out[i] = (a * a * y[i + 1] + (b * b - a * a) * y[i] - b * b * y[i - 1]) / (a * b * (a + b))
    for edge, i, j, k in ((0, 0, 1, 2), (last, last, last - 1, last - 2)):
        a = x[j] - x[i]
        if edge_order == 1:
            out[edge] = (y[j] - y[i]) / a
        else:
            b = x[k] - x[j]
            out[edge] = -(2 * a + b) / (a * (a + b)) * y[i] + (a + b) / (a * b) * y[j] - a / (b * (a + b)) * y[k]
    return out


# -- counts

#: `range` is the name of a parameter below.
_indices = range


@op("histogram")
def histogram(input, bins, *, range=None, weight=None, density=False):
    if isinstance(bins, core.Tensor):
        edges, count = bins, bins._shape[0] - 1
    else:
        count = core.as_int(bins)
        found = values(input)
        edges = None
        if found is not None or range is not None:
            low, high = (min(found), max(found)) if range is None else range
            if low == high:
                low, high = low - 0.5, high + 0.5
            edges = new((count + 1,), input._dtype, input._storage.device, [low + (high - low) * i / count for i in _indices(count + 1)])
        edges = edges if edges is not None else new((count + 1,), input._dtype, input._storage.device)
    found, at = values(input), values(edges)
    heavy = values(weight) if weight is not None else None if found is None else [1.0] * len(found)
    hist = None
    if found is not None and at is not None and heavy is not None:
        hist = [0.0] * count
        for v, w in zip(found, heavy):
            if at[0] <= v <= at[-1]:
                hist[min(bisect.bisect_right(at, v), count) - 1] += w
        if density:
            total = sum(hist)
            hist = [h / total / (b - a) for h, a, b in zip(hist, at, at[1:])]
    return record("histogram", "hist bin_edges", (new((count,), input._dtype, input._storage.device, hist), edges))


@op("binomial")
def binomial(count, prob, generator=None):
    return new(core.broadcast_shapes(count._shape, prob._shape), count._dtype, count._storage.device)


# -- linear algebra

def _with_info(name, fields, inner):
    """The function of that name with a number besides that tells whether it failed: nothing is raised."""
    def run(A, *args, check_errors=False, **kwargs):
        dims = A._shape[:-2]
        try:
            found, info = inner(A, *args, **kwargs), 0
        except RuntimeError as error:
            if "singular" not in str(error) or check_errors:
                raise
            found, info = new(A._shape, A._dtype, A._storage.device), None
        return record(f"linalg_{name}", fields, (found, new(dims, INT32, A._storage.device, None if info is None else [info] * core.numel(dims))))
    op(f"linalg_{name}")(run)


_with_info("inv_ex", "inverse info", lambda A: OPS["linalg_inv"](A))
_with_info("cholesky_ex", "L info", lambda A, *, upper=False: OPS["linalg_cholesky"](A, upper=upper))
_with_info("solve_ex", "result info", lambda A, B, *, left=True: OPS["linalg_solve"](A, B, left=left))


@op("linalg_lstsq")
def lstsq(A, B, rcond=None, *, driver=None):
    """By the normal equations, which do for what a model solves while it is built."""
    m, n = A._shape[-2:]
    head = A._shape[:-2]
    columns = B._shape[-1:] if len(B._shape) == len(A._shape) else ()
    solution = new((*head, n, *columns), A._dtype, A._storage.device)
    if len(A._shape) == 2 and m >= n and len(B._shape) == 2:
        turned = shaping.transpose(A, 0, 1)
        try:
            solution = OPS["linalg_solve"](matrix.matmul(turned, A), matrix.matmul(turned, B))
        except RuntimeError as error:
            if "singular" not in str(error):
                raise
    full = m > n and (driver or "gelsy") != "gelsy"
    return record("linalg_lstsq", "solution residuals rank singular_values", (
        solution, new((*head, *columns) if full else (0,), A._dtype, A._storage.device), new(head, DTYPES["int64"], A._storage.device),
        new((*head, min(m, n)) if driver in ("gelsd", "gelss") else (0,), A._dtype, A._storage.device),
    ))


@op("linalg_tensorinv")
def tensorinv(A, ind=2):
    first, second = A._shape[:ind], A._shape[ind:]
    if ind <= 0 or core.numel(first) != core.numel(second):
        raise RuntimeError(f"tensorinv: a tensor of shape {list(A._shape)} is no square matrix when its first {ind} dimensions are rows")
    n = core.numel(first)
    return shaping.reshape(OPS["linalg_inv"](shaping.reshape(A, (n, n))), (*second, *first))


@op("linalg_tensorsolve")
def tensorsolve(A, B, dims=None):
    if dims is not None:
        A = OPS["movedim"](A, list(dims), [len(A._shape) - len(dims) + i for i in range(len(dims))])
    shape = A._shape[len(B._shape):]
    n = core.numel(B._shape)
    if core.numel(shape) != n:
        raise RuntimeError(f"tensorsolve: shapes {list(A._shape)} and {list(B._shape)} do not fit")
    return shaping.reshape(OPS["linalg_solve"](shaping.reshape(A, (n, n)), shaping.reshape(B, (n,))), shape)
