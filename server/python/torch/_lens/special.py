"""torch.special: what is seldom used while a model is built (answers to aten/src/ATen/native/Math.h). Where no formula stands, the values stay unknown."""
import math

from . import core
from .core import new, result_dtype
from .elementwise import OPS, _i0, _lgamma, apply, binary, float_dtype, op


def _entr(x):
    return -math.inf if x < 0 else 0.0 if x == 0 else -x * math.log(x) if x == x else x


def _normal(x):
    return 0.5 * math.erfc(-x / math.sqrt(2))


def _log_normal(x):
    if x < -30:  # erfc gives nothing there
        return -x * x / 2 - math.log(-x) - 0.5 * math.log(2 * math.pi)
    return math.log(_normal(x))


def _erfcx(x):
    return math.exp(x * x) * math.erfc(x) if x < 20 else 1 / (x * math.sqrt(math.pi))


def _bessel_j(order):
    def f(x):
        total, term, k = 0.0, (x / 2) ** order / math.factorial(order), 0
        while abs(term) > 1e-18 * max(abs(total), 1e-300) or k < 2:
            total += term
            k += 1
            term *= -(x / 2) ** 2 / (k * (k + order))
            if k > 200:
                break
        return total
    return f


def _bessel_i1(x):
    total, term, k = 0.0, x / 2, 0
    while abs(term) > 1e-18 * max(abs(total), 1e-300) and k < 400:
        total += term
        k += 1
        term *= (x / 2) ** 2 / (k * (k + 1))
    return total


_UNARY = {
    "entr": _entr, "ndtr": _normal, "log_ndtr": _log_normal, "erfcx": _erfcx, "bessel_j0": _bessel_j(0), "bessel_j1": _bessel_j(1), "i1": _bessel_i1, "modified_bessel_i1": _bessel_i1,
    "i0e": lambda x: _i0(x) * math.exp(-abs(x)), "i1e": lambda x: _bessel_i1(x) * math.exp(-abs(x)), "spherical_bessel_j0": lambda x: math.sin(x) / x if x else 1.0,
}
#: Known by shape only.
_UNARY_SHAPES = "airy_ai bessel_y0 bessel_y1 modified_bessel_k0 modified_bessel_k1 scaled_modified_bessel_k0 scaled_modified_bessel_k1 ndtri".split()
_BINARY_SHAPES = ("zeta",)
_SAME = {"psi": "digamma", "gammaln": "lgamma"}


def _chebyshev(second):
    """`second(x)` is the polynomial of degree one; each further one is 2x times the last less the one before."""
    def f(x, n):
        n = int(n)
        if n < 0:
            return 0.0
        before, last = 1.0, second(x)
        for _ in range(n):
            before, last = last, 2 * x * last - before
        return before
    return f


def _legendre(x, n):
    before, last = 1.0, x
    for k in range(1, int(n) + 1):
        before, last = last, ((2 * k + 1) * x * last - k * before) / (k + 1)
    return before if n >= 0 else 0.0


def _laguerre(x, n):
    before, last = 1.0, 1 - x
    for k in range(1, int(n) + 1):
        before, last = last, ((2 * k + 1 - x) * last - k * before) / (k + 1)
    return before if n >= 0 else 0.0


def _hermite(factor):
    def f(x, n):
        before, last = 1.0, factor * x
        for k in range(1, int(n) + 1):
            before, last = last, factor * (x * last - k * before)
        return before if n >= 0 else 0.0
    return f


_POLYNOMIALS = {
    "chebyshev_polynomial_t": _chebyshev(lambda x: x), "chebyshev_polynomial_u": _chebyshev(lambda x: 2 * x), "chebyshev_polynomial_v": _chebyshev(lambda x: 2 * x - 1),
    "chebyshev_polynomial_w": _chebyshev(lambda x: 2 * x + 1), "legendre_polynomial_p": _legendre, "laguerre_polynomial_l": _laguerre,
    "hermite_polynomial_h": _hermite(2), "hermite_polynomial_he": _hermite(1),
}


def _xlog1py(x, y):
    return 0.0 if x == 0 and y == y else x * math.log1p(y) if y > -1 else -math.inf * x if y == -1 else math.nan


def _shaped(*operands):
    shape = core.broadcast_shapes(*(x._shape for x in operands if isinstance(x, core.Tensor)))
    first = next(x for x in operands if isinstance(x, core.Tensor))
    return new(shape, float_dtype(result_dtype(*operands)), first._storage.device)


def _safe(f):
    def run(*numbers):
        try:
            return f(*numbers)
        except (OverflowError, ValueError, ZeroDivisionError):
            return math.nan
    return run


for _name, _f in _UNARY.items():
    op("special_" + _name)(lambda input, _f=_safe(_f): apply(input, _f, float_dtype(input._dtype)))
for _name in _UNARY_SHAPES:
    op("special_" + _name)(lambda input: _shaped(input))
for _name in _BINARY_SHAPES:
    op("special_" + _name)(lambda input, other: _shaped(input, other))
for _name, _f in _POLYNOMIALS.items():
    op("special_" + _name)(lambda x, n, _f=_safe(_f): binary(x, n, _f, float_dtype(result_dtype(x, n)), "a polynomial"))
    if _name.startswith("chebyshev"):
        op("special_shifted_" + _name)(lambda x, n, _f=_safe(_f): binary(x, n, lambda a, b, _f=_f: _f(2 * a - 1, b), float_dtype(result_dtype(x, n)), "a polynomial"))
for _name, _other in _SAME.items():
    op("special_" + _name)(OPS[_other])


def _multigammaln(input, p):
    return apply(input, lambda x: sum(_lgamma(x - i / 2) for i in range(p)) + p * (p - 1) / 4 * math.log(math.pi), float_dtype(input._dtype))


op("special_multigammaln", "mvlgamma", inplace=True)(_multigammaln)
op("special_modified_bessel_i0")(OPS["i0"])
op("special_xlog1py")(lambda input, other: binary(input, other, _safe(_xlog1py), float_dtype(result_dtype(input, other)), "xlog1py"))
