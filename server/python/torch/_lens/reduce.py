"""Reductions and scans (answers to aten/src/ATen/native/ReduceOps)."""
import math

from . import core, shaping
from .core import FLOAT, LIMIT, Default, bool_, int64, need, new, numel, values, wrap_dim
from .elementwise import OPS, float_dtype, op
from .records import record


def _dims(input, dim):
    rank = len(input._shape)
    if dim is None or isinstance(dim, (tuple, list)) and not dim:
        return list(range(rank))
    found = [wrap_dim(d, rank) for d in (dim if isinstance(dim, (tuple, list)) else (dim,))]
    if len(set(found)) != len(found):
        raise RuntimeError(f"a dimension appears twice in {list(dim)}")
    return [d for d in found if rank]


def reduce(input, dim, keepdim, f, dt):
    """`f` maps the list of values of one cell to a number."""
    dims = _dims(input, dim)
    rank = len(input._shape)
    kept = [i for i in range(rank) if i not in dims]
    shape = [1 if i in dims else n for i, n in enumerate(input._shape)] if keepdim else [input._shape[i] for i in kept]
    found = values(input)
    if found is None:
        return new(shape, dt, input._storage.device)
    if dims == list(range(rank)):
        out = [f(found)]
    else:
        n = numel([input._shape[i] for i in dims])
        moved = values(shaping.permuted(input, kept + dims))
        out = [f(moved[i * n:(i + 1) * n]) for i in range(numel([input._shape[i] for i in kept]))]
    return new(shape, dt, input._storage.device, out)


def _int_to_long(dt):
    return dt if dt._category >= FLOAT else int64


def _variance(correction):
    def f(v):
        n = len(v)
        if n - correction <= 0:
            return math.nan
        mean = sum(v) / n
        return sum(abs(x - mean) ** 2 for x in v) / (n - correction)
    return f


def _sum(v):
    return math.fsum(v) if v and isinstance(v[0], float) and all(map(math.isfinite, v)) else sum(v)


def _mean(v):
    return _sum(v) / len(v) if v else math.nan


def _nan_first(f):
    return lambda v: math.nan if any(x != x for x in v) else f(v)


def _logsumexp(v):
    top = max(v)
    return top if math.isinf(top) else top + math.log(sum(math.exp(x - top) for x in v))


def _simple(name, f, rule, cast_first=False):
    def run(input, dim=None, keepdim=False, *, dtype=None):
        dt = dtype or rule(input._dtype)
        return reduce(input if dtype is None else input.to(dtype), dim, keepdim, f, dt)
    op(name)(run)


_simple("sum", _sum, _int_to_long)
_simple("nansum", lambda v: _sum([x for x in v if x == x]), _int_to_long)
_simple("nanmean", lambda v: _mean([x for x in v if x == x]), float_dtype)
_simple("amax", _nan_first(max), lambda dt: dt)
_simple("amin", _nan_first(min), lambda dt: dt)
_simple("logsumexp", _logsumexp, float_dtype)
_simple("count_nonzero", lambda v: sum(1 for x in v if x), lambda dt: int64)
_count_nonzero = OPS["count_nonzero"]
op("count_nonzero")(lambda input, *dims, dim=None: _count_nonzero(input, dim if not dims else dims[0] if len(dims) == 1 else list(dims)))
_simple("all", lambda v: all(v), lambda dt: dt if dt._name == "uint8" else bool_)
_simple("any", lambda v: any(v), lambda dt: dt if dt._name == "uint8" else bool_)
op("special_logsumexp")(OPS["logsumexp"])


@op("mean")
def mean(input, dim=None, keepdim=False, *, dtype=None):
    dt = dtype or input._dtype
    if dt._category < FLOAT:
        raise RuntimeError(f"mean() needs a floating point tensor, not {dt}: convert it or give dtype=")
    return reduce(input, dim, keepdim, _mean, dt)


@op("prod")
def prod(input, dim=None, keepdim=False, *, dtype=None):
    return reduce(input, dim, keepdim, math.prod, dtype or _int_to_long(input._dtype))


def _correction(unbiased, correction):
    if correction is not None:
        return correction
    return 0 if unbiased is False else 1


def _spread(name, post):
    def run(input, dim=None, unbiased=None, keepdim=False, *, correction=None):
        if isinstance(dim, bool):
            dim, unbiased = None, dim
        f = _variance(_correction(unbiased, correction))
        return reduce(input, dim, keepdim, lambda v: post(f(v)), input._dtype.to_real())
    op(name)(run)

    def with_mean(input, dim=None, unbiased=None, keepdim=False, *, correction=None):
        if isinstance(dim, bool):
            dim, unbiased = None, dim
        return run(input, dim, unbiased, keepdim, correction=correction), mean(input, dim, keepdim)
    op(name + "_mean")(with_mean)


_spread("var", lambda x: x)
_spread("std", lambda x: x if x != x else math.sqrt(x))


def _extreme(name, better):
    pick = max if better == "max" else min

    def best(v):
        for i, x in enumerate(v):
            if x != x:
                return i
        return v.index(pick(v))

    def run(input, dim=None, keepdim=False, *, other=None):
        if other is not None or isinstance(dim, core.Tensor):
            return OPS[name + "imum"](input, dim if other is None else other)
        if dim is None:
            if numel(input._shape) == 0:
                raise RuntimeError(f"{name}() of a tensor without elements needs a dim")
            return reduce(input, None, False, _nan_first(pick), input._dtype)
        at = reduce(input, dim, keepdim, best, int64)
        return record(name, "values indices", (reduce(input, dim, keepdim, _nan_first(pick), input._dtype), at))
    op(name)(run)

    def arg(input, dim=None, keepdim=False):
        return reduce(input, dim, keepdim and dim is not None, best, int64)
    op("arg" + name)(arg)


_extreme("max", "max")
_extreme("min", "min")


@op("aminmax")
def aminmax(input, *, dim=None, keepdim=False):
    return record("aminmax", "min max", (reduce(input, dim, keepdim, _nan_first(min), input._dtype), reduce(input, dim, keepdim, _nan_first(max), input._dtype)))


def _middle(v):
    return sorted(v)[(len(v) - 1) // 2]


def _median(name, f):
    def run(input, dim=None, keepdim=False):
        if dim is None:
            return reduce(input, None, False, f, input._dtype)
        got = reduce(input, dim, keepdim, f, input._dtype)
        return record(name, "values indices", (got, reduce(input, dim, keepdim, lambda v: v.index(f(v)), int64)))
    op(name)(run)


_median("median", _nan_first(_middle))
_median("nanmedian", lambda v: _middle([x for x in v if x == x]))


@op("mode")
def mode(input, dim=-1, keepdim=False):
    def f(v):
        return min(set(v), key=lambda x: (-v.count(x), x))
    return record("mode", "values indices", (reduce(input, dim, keepdim, f, input._dtype), reduce(input, dim, keepdim, lambda v: len(v) - 1 - v[::-1].index(f(v)), int64)))


@op("quantile", "nanquantile")
def quantile(input, q, dim=None, keepdim=False, *, interpolation="linear"):
    many = isinstance(q, core.Tensor) and len(q._shape) == 1
    qs = need(q, "torch.quantile") if isinstance(q, core.Tensor) else [q]

    def at(p):
        def f(v):
            v = sorted(x for x in v if x == x)
            pos = p * (len(v) - 1)
            lo, hi = math.floor(pos), math.ceil(pos)
            if interpolation == "linear":
                return v[lo] + (v[hi] - v[lo]) * (pos - lo)
            return {"lower": v[lo], "higher": v[hi], "midpoint": (v[lo] + v[hi]) / 2, "nearest": v[round(pos)]}[interpolation]
        return f
    made = [reduce(input, dim, keepdim, at(p), input._dtype) for p in qs]
    return shaping.stack(made) if many else made[0]


def p_norm(p):
    if p == math.inf:
        return lambda v: max((abs(x) for x in v), default=0.0)
    if p == -math.inf:
        return lambda v: min(abs(x) for x in v)
    if p == 0:
        return lambda v: float(sum(1 for x in v if x))
    return lambda v: 0.0 if p < 0 and 0 in v else sum(abs(x) ** p for x in v) ** (1 / p)


def norm(input, p=2, dim=None, keepdim=False, *, dtype=None):
    if p == "nuc":
        return core.new(reduce(input, dim, keepdim, p_norm(2.0), float_dtype(input._dtype))._shape, (dtype or float_dtype(input._dtype)).to_real(), input._storage.device)
    if p is None or p == "fro":
        p = 2
    return reduce(input, dim, keepdim, p_norm(float(p)), (dtype or float_dtype(input._dtype)).to_real())


OPS["norm"] = norm
op("special_norm", "frobenius_norm")(lambda input, dim=None, keepdim=False: norm(input, 2, dim, keepdim))


@op("dist")
def dist(input, other, p=2):
    return norm(OPS["sub"](input, other), p)


@op("renorm", inplace=True)
def renorm(input, p, dim, maxnorm):
    d = wrap_dim(dim, len(input._shape))
    n = norm(input, p, [i for i in range(len(input._shape)) if i != d], True)
    return OPS["mul"](input, OPS["clamp"](OPS["div"](maxnorm, OPS["add"](n, 1e-7)), max=1.0))


# -- scans

def _scan(name, step, rule):
    def run(input, dim, *, dtype=None):
        dt = dtype or rule(input._dtype)
        if not input._shape:
            return shaping.copy_of(input, dt)
        d, n, inner, outer, rows = shaping.along(input, dim)
        out = None
        if rows is not None:
            done = []
            for row in rows:
                acc = []
                for x in row:
                    acc.append(step(acc[-1], x) if acc else x)
                done.append(acc)
            out = shaping.from_rows(done, outer, inner, n)
        return new(input._shape, dt, input._storage.device, out)
    op(name, inplace=True)(run)


_scan("cumsum", lambda a, b: a + b, _int_to_long)
_scan("cumprod", lambda a, b: a * b, _int_to_long)
_scan("logcumsumexp", lambda a, b: _logsumexp([a, b]), lambda dt: dt)


def _running(name, beats):
    def run(input, dim):
        d, n, inner, outer, rows = shaping.along(input, dim)
        vals = idxs = None
        if rows is not None:
            a, b = [], []
            for row in rows:
                va, ia = [], []
                for i, x in enumerate(row):
                    if not va or beats(x, va[-1]):
                        va.append(x)
                        ia.append(i)
                    else:
                        va.append(va[-1])
                        ia.append(ia[-1])
                a.append(va)
                b.append(ia)
            vals, idxs = shaping.from_rows(a, outer, inner, n), shaping.from_rows(b, outer, inner, n)
        dev = input._storage.device
        return record(name, "values indices", (new(input._shape, input._dtype, dev, vals), new(input._shape, int64, dev, idxs)))
    op(name)(run)


_running("cummax", lambda x, y: x >= y)
_running("cummin", lambda x, y: x <= y)


@op("diff")
def diff(input, n=1, dim=-1, prepend=None, append=None):
    parts = [x for x in (prepend, input, append) if x is not None]
    out = shaping.cat(parts, dim) if len(parts) > 1 else input
    d = wrap_dim(dim, len(out._shape))
    for _ in range(n):
        m = out._shape[d]
        out = OPS["logical_xor" if out._dtype is bool_ else "sub"](shaping.narrow(out, d, 1, m - 1), shaping.narrow(out, d, 0, m - 1))
    return out


@op("trace")
def trace(input):
    return OPS["sum"](shaping.diagonal(input))


# -- softmax

def _softmax(log):
    def f(row):
        top = max(row)
        e = [math.exp(x - top) if top != -math.inf else math.nan for x in row]
        s = sum(e)
        return [math.log(x / s) if x else -math.inf for x in e] if log else [x / s for x in e]

    def run(input, dim=None, dtype=None, *, _stacklevel=3):
        if dtype is not None:
            input = input.to(dtype)
        if input._dtype._category < FLOAT:
            raise RuntimeError(f"softmax needs a floating point tensor, not {input._dtype}")
        d, n, inner, outer, rows = shaping.along(input, -1 if dim is None else dim)
        return new(input._shape, input._dtype, input._storage.device, None if rows is None else shaping.from_rows([f(r) for r in rows], outer, inner, n) if n else [])
    return run


OPS["softmax"] = _softmax(False)
OPS["log_softmax"] = _softmax(True)


@op("linalg_vector_norm")
def vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None):
    return norm(x, ord, dim, keepdim, dtype=dtype)


@op("linalg_matrix_norm")
def matrix_norm(A, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None):
    if ord == "fro":
        return norm(A, 2, dim, keepdim, dtype=dtype)
    return new(norm(A, 2, dim, keepdim)._shape, (dtype or A._dtype).to_real(), A._storage.device)
