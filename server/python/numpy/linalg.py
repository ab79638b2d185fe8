"""Answers to numpy.linalg, for small matrices of real numbers; what is not here is a placeholder."""
import math as _math

from . import _missing
from ._array import _reduction, asarray, ndarray
from ._scalars import float64


class LinAlgError(ValueError):
    pass


def _norm_of(values, ord=None):
    if ord in (None, 2, "fro"):
        return _math.hypot(*values)
    sizes = [abs(v) for v in values]
    if ord in (_math.inf, -_math.inf):
        return max(sizes) if ord > 0 else min(sizes)
    return sum(v != 0 for v in sizes) if ord == 0 else sum(v**ord for v in sizes) ** (1 / ord)


_reduced = _reduction(_norm_of, "float")


def norm(x, ord=None, axis=None, keepdims=False):
    x = asarray(x)
    of_matrix = (x.ndim if axis is None else 1 if isinstance(axis, int) else len(axis)) == 2
    return _missing("numpy.linalg", "norm") if of_matrix and ord not in (None, "fro") else _reduced(x, axis=axis, keepdims=keepdims, ord=ord)


def _rows(a):
    a = asarray(a)
    if a.ndim != 2:
        return None
    return [[float(v) for v in row] for row in a.tolist()]


def _square(a):
    rows = _rows(a)
    if rows is not None and len(rows) != len(rows[0]):
        raise LinAlgError("the last two dimensions must be the same")
    return rows


def _array(rows):
    return ndarray((len(rows), len(rows[0])), "float64", [v for row in rows for v in row])


def _solved(rows, right):
    from torch._lens.matrix import eliminate
    _, found = eliminate(rows, right)
    if found is None:
        raise LinAlgError("the matrix is singular")
    return found


def det(a):
    from torch._lens.matrix import eliminate
    rows = _square(a)
    return _missing("numpy.linalg", "det") if rows is None else float64(eliminate(rows, [[]] * len(rows))[0])


def inv(a):
    rows = _square(a)
    if rows is None:
        return _missing("numpy.linalg", "inv")
    return _array(_solved(rows, [[float(i == j) for j in range(len(rows))] for i in range(len(rows))]))


def solve(a, b):
    rows, b = _square(a), asarray(b)
    if rows is None or b.ndim > 2:
        return _missing("numpy.linalg", "solve")
    return _array(_solved(rows, _rows(b.reshape(len(rows), -1)))).reshape(b.shape)


def qr(a, mode="reduced"):
    from torch._lens.matrix import reflected
    rows = _rows(a)
    if rows is None or mode not in ("reduced", "complete"):
        return _missing("numpy.linalg", "qr")
    inner = len(rows) if mode == "complete" else min(len(rows), len(rows[0]))
    Q, R = reflected(rows)
    return _array([row[:inner] for row in Q]), _array([[v if j >= i else 0.0 for j, v in enumerate(row)] for i, row in enumerate(R[:inner])])


def __getattr__(name):
    return _missing("numpy.linalg", name)
