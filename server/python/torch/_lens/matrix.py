"""Products and linear algebra (answers to aten/src/ATen/native/{LinearAlgebra,Linear}). Values while the work is small."""
import math
import sys

from . import core, create, reduce, shaping  # noqa: F401 (create defines eye)
from .core import LIMIT, broadcast_shapes, new, numel, values, wrap_dim
from .elementwise import OPS, float_dtype, op
from .records import record
from .types import int64

#: Multiplications that are still done.
WORK = 65_536


def _same_dtype(a, b, what):
    if a._dtype is not b._dtype:
        raise RuntimeError(f"{what} needs equal dtypes: {a._dtype} and {b._dtype}")
    return a._dtype


def _product(a, b, what="matmul"):
    """Matrices with equal leading dimensions after broadcasting."""
    n, k = a._shape[-2:]
    k2, m = b._shape[-2:]
    if k != k2:
        raise RuntimeError(f"{what}: shapes {list(a._shape)} and {list(b._shape)} cannot be multiplied ({k} and {k2} differ)")
    head = broadcast_shapes(a._shape[:-2], b._shape[:-2])
    shape = (*head, n, m)
    dt = _same_dtype(a, b, what)
    out = None
    if numel(shape) <= LIMIT and numel(shape) * k <= WORK:
        x, y = values(core.expanded(a, (*head, n, k))), values(core.expanded(b, (*head, k, m)))
        if x is not None and y is not None:
            out = []
            for h in range(numel(head)):
                left = [x[(h * n + i) * k:(h * n + i + 1) * k] for i in range(n)]
                right = [y[h * k * m + j:(h + 1) * k * m:m] for j in range(m)] if k else [[]] * m
                out.extend(sum(p * q for p, q in zip(r, c)) for r in left for c in right)
    return new(shape, dt, core.device_of(a, b), out)


@op("matmul")
def matmul(input, other):
    a, b = input, other
    if not a._shape or not b._shape:
        raise RuntimeError("matmul: both tensors need at least one dimension")
    left, right = len(a._shape) == 1, len(b._shape) == 1
    out = _product(shaping.unsqueeze(a, 0) if left else a, shaping.unsqueeze(b, 1) if right else b)
    if left:
        out = shaping.reshape(out, [*out._shape[:-2], out._shape[-1]])
    if right:
        out = shaping.reshape(out, out._shape[:-1])
    return out


OPS["linalg_matmul"] = matmul


def _of_rank(name, ra, rb):
    def run(input, other):
        if len(input._shape) != ra or len(other._shape) != rb:
            raise RuntimeError(f"{name} takes tensors of {ra} and {rb} dimensions, not {len(input._shape)} and {len(other._shape)}")
        if name == "bmm" and input._shape[0] != other._shape[0]:
            raise RuntimeError(f"bmm: batches {input._shape[0]} and {other._shape[0]} differ")
        return matmul(input, other)
    return run


mm, bmm, mv, dot = (_of_rank(*r) for r in (("mm", 2, 2), ("bmm", 3, 3), ("mv", 2, 1), ("dot", 1, 1)))
OPS.update(mm=lambda input, mat2, out_dtype=None: mm(input, mat2), bmm=lambda input, mat2, out_dtype=None: bmm(input, mat2), mv=lambda input, vec: mv(input, vec), dot=lambda input, tensor: dot(input, tensor),
           vdot=lambda input, other: dot(OPS["conj"](input) if input.is_complex() else input, other), linalg_vecdot=lambda x, y, dim=-1: OPS["sum"](OPS["mul"](x, y), dim))


@op("inner")
def inner(input, other):
    if not input._shape or not other._shape:
        return OPS["mul"](input, other)
    return tensordot(input, other, [len(input._shape) - 1], [len(other._shape) - 1])


@op("linear")
def linear(input, weight, bias=None):
    if not input._shape or input._shape[-1] != weight._shape[-1]:
        raise RuntimeError(f"linear: an input of shape {list(input._shape)} does not fit a weight of shape {list(weight._shape)}")
    out = matmul(input, OPS["t"](weight)) if len(weight._shape) == 2 else matmul(input, weight)
    return out if bias is None else OPS["add"](out, bias)


@op("bilinear")
def bilinear(input1, input2, weight, bias=None):
    if not input1._dtype is input2._dtype is weight._dtype:
        raise RuntimeError(f"bilinear: the inputs have dtypes {input1._dtype} and {input2._dtype}, the weight {weight._dtype}")
    return new((*input1._shape[:-1], weight._shape[0]), input1._dtype, input1._storage.device)


def _scaled(t, by):
    return t if by == 1 else OPS["mul"](t, by)


def _added(name, product):
    def run(input, a, b, *, beta=1, alpha=1):
        made = _scaled(product(a, b), alpha)
        return made if beta == 0 else OPS["add"](_scaled(input, beta), made)
    op(name, inplace=True)(run)


_added("addmm", mm)
_added("addmv", mv)
_added("baddbmm", bmm)
_added("addbmm", lambda a, b: OPS["sum"](bmm(a, b), 0))


@op("outer", "ger")
def outer(input, vec2):
    return OPS["mul"](shaping.unsqueeze(input, 1), shaping.unsqueeze(vec2, 0))


_added("addr", outer)
op("_addmm_activation")(lambda input, a, b, *, beta=1, alpha=1, use_gelu=False: OPS["addmm"](input, a, b, beta=beta, alpha=alpha))


@op("tensordot")
def tensordot(a, b, dims_a, dims_b):
    da, db = [wrap_dim(d, len(a._shape)) for d in dims_a], [wrap_dim(d, len(b._shape)) for d in dims_b]
    ka, kb = [i for i in range(len(a._shape)) if i not in da], [i for i in range(len(b._shape)) if i not in db]
    if [a._shape[i] for i in da] != [b._shape[i] for i in db]:
        raise RuntimeError(f"tensordot: the joined dimensions differ: {[a._shape[i] for i in da]} and {[b._shape[i] for i in db]}")
    k = numel([a._shape[i] for i in da])
    x = shaping.reshape(shaping.permuted(a, ka + da), (numel([a._shape[i] for i in ka]), k))
    y = shaping.reshape(shaping.permuted(b, db + kb), (k, numel([b._shape[i] for i in kb])))
    return shaping.reshape(_product(x, y, "tensordot"), [a._shape[i] for i in ka] + [b._shape[i] for i in kb])


@op("chain_matmul", "linalg_multi_dot")
def chain_matmul(matrices):
    out = matrices[0]
    for m in matrices[1:]:
        out = matmul(out, m)
    return out


def _einsum_terms(equation, operands):
    left, arrow, right = equation.replace(" ", "").partition("->")
    terms = left.split(",")
    if len(terms) != len(operands):
        raise RuntimeError(f"einsum: '{equation}' has {len(terms)} operands, {len(operands)} were given")
    dots = 0
    for term, t in zip(terms, operands):
        named = len(term.replace("...", ""))
        if "..." in term:
            dots = max(dots, len(t._shape) - named)
        elif named != len(t._shape):
            raise RuntimeError(f"einsum: '{term}' names {named} dimensions, the tensor has {len(t._shape)}")
    spread = [f"#{i}" for i in range(dots)]

    def names(term, rank=None):
        if "..." not in term:
            return list(term)
        before, _, after = term.partition("...")
        n = dots if rank is None else rank - len(before) - len(after)
        return [*before, *spread[dots - n:], *after]
    inputs = [names(term, len(t._shape)) for term, t in zip(terms, operands)]
    if arrow:
        out = names(right)
    else:
        flat = [n for names_ in inputs for n in names_]
        out = spread + sorted(n for n in set(flat) if flat.count(n) == 1 and n not in spread)
    return inputs, out


def _rearranged(t, names, out):
    """One operand and nothing to sum: a view."""
    names = list(names)
    for name in dict.fromkeys(names):
        while names.count(name) > 1:
            a = names.index(name)
            b = names.index(name, a + 1)
            t = shaping.diagonal(t, 0, a, b)
            names = [n for i, n in enumerate(names) if i not in (a, b)] + [name]
    return shaping.permuted(t, [names.index(n) for n in out])


@op("einsum")
def einsum(equation, operands, *, path=None):
    operands = list(operands)
    inputs, out = _einsum_terms(equation, operands)
    sizes = {}
    for names, t in zip(inputs, operands):
        for name, n in zip(names, t._shape):
            if sizes.get(name, 1) not in (1, n) and n != 1:
                raise RuntimeError(f"einsum: '{name}' is {sizes[name]} in one operand and {n} in another")
            sizes[name] = max(n, sizes.get(name, n)) if n != 0 else 0
    for name in out:
        if name not in sizes:
            raise RuntimeError(f"einsum: the output names '{name}', which no operand has")
    if len(operands) == 1 and set(inputs[0]) == set(out):
        return _rearranged(operands[0], inputs[0], out)
    shape = [sizes[n] for n in out]
    summed = [n for n in sizes if n not in out]
    dt = operands[0]._dtype
    for t in operands[1:]:
        _same_dtype(operands[0], t, "einsum")
    space = numel(shape) * numel([sizes[n] for n in summed])
    flats = [values(t) for t in operands] if space * len(operands) <= WORK and numel(shape) <= LIMIT else [None]
    if any(f is None for f in flats):
        return new(shape, dt, core.device_of(*operands))
    order = out + summed
    steps = []
    for names, t in zip(inputs, operands):
        step = dict.fromkeys(order, 0)
        for name, n, s in zip(names, t._shape, core.contiguous_strides(t._shape)):
            step[name] += s if n != 1 else 0
        steps.append(core.offsets([sizes[n] for n in order], [step[n] for n in order], 0))
    inside = numel([sizes[n] for n in summed])
    found = []
    for i in range(numel(shape)):
        total = 0
        for j in range(i * inside, (i + 1) * inside):
            p = 1
            for flat, at in zip(flats, steps):
                p *= flat[at[j]]
            total += p
        found.append(total)
    return new(shape, dt, core.device_of(*operands), found)


@op("kron")
def kron(input, other):
    rank = max(len(input._shape), len(other._shape))
    a = shaping.reshape(input, [1] * (rank - len(input._shape)) + list(input._shape))
    b = shaping.reshape(other, [1] * (rank - len(other._shape)) + list(other._shape))
    wide = OPS["mul"](shaping.reshape(a, [x for n in a._shape for x in (n, 1)]), shaping.reshape(b, [x for n in b._shape for x in (1, n)]))
    return shaping.reshape(wide, [x * y for x, y in zip(a._shape, b._shape)])


@op("cross", "linalg_cross")
def cross(input, other, dim=None):
    shape = broadcast_shapes(input._shape, other._shape)
    if dim is None:
        dim = next(i for i, n in enumerate(shape) if n == 3)
    a, b = (shaping.unbind(core.expanded(t, shape), dim) for t in (input, other))
    mul, sub = OPS["mul"], OPS["sub"]
    return shaping.stack([sub(mul(a[i], b[j]), mul(a[j], b[i])) for i, j in ((1, 2), (2, 0), (0, 1))], dim)


@op("cdist", "_cdist_forward")
def cdist(x1, x2, p=2.0, compute_mode=None):
    shape = (*broadcast_shapes(x1._shape[:-2], x2._shape[:-2]), x1._shape[-2], x2._shape[-2])
    if numel(shape) * x1._shape[-1] > LIMIT:
        return new(shape, x1._dtype, x1._storage.device)
    return reduce.norm(OPS["sub"](shaping.unsqueeze(x1, -2), shaping.unsqueeze(x2, -3)), p, -1)


op("pdist")(lambda input, p=2.0: new((input._shape[0] * (input._shape[0] - 1) // 2,), input._dtype))


# -- norms

@op("linalg_vector_norm")
def vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None):
    return reduce.norm(x, ord, dim, keepdim, dtype=dtype)


@op("norm_except_dim")
def norm_except_dim(v, pow=2, dim=0):
    if dim == -1:
        return reduce.norm(v, pow)
    kept = wrap_dim(dim, len(v._shape))
    return reduce.norm(v, pow, [i for i in range(len(v._shape)) if i != kept], True)


@op("_weight_norm")
def weight_norm(v, g, dim=0):
    return OPS["mul"](v, OPS["div"](g, norm_except_dim(v, 2, dim)))


@op("linalg_matrix_norm")
def matrix_norm(A, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None):
    if ord == "fro":
        return reduce.norm(A, 2, list(dim), keepdim, dtype=dtype)
    rank = len(A._shape)
    a, b = (wrap_dim(d, rank) for d in dim)
    if ord in (1, -1, math.inf, -math.inf):
        first, second = (a, b) if abs(ord) == 1 else (b, a)
        sums = OPS["sum"](OPS["abs"](A), first, True)
        return OPS["amax" if ord > 0 else "amin"](sums, (first, second), keepdim)
    shape = [1 if i in (a, b) else n for i, n in enumerate(A._shape) if keepdim or i not in (a, b)]
    return new(shape, (dtype or float_dtype(A._dtype)).to_real(), A._storage.device)


@op("linalg_norm")
def linalg_norm(A, ord=None, dim=None, keepdim=False, *, dtype=None):
    if ord is None:
        return reduce.norm(A, 2, dim, keepdim, dtype=dtype)
    if isinstance(ord, str) or dim is None and len(A._shape) == 2 or isinstance(dim, (tuple, list)) and len(dim) == 2:
        return matrix_norm(A, ord, dim or (-2, -1), keepdim, dtype=dtype)
    return reduce.norm(A, ord, dim, keepdim, dtype=dtype)


op("nuclear_norm")(lambda input, dim=None, keepdim=False: matrix_norm(input, "nuc", (-2, -1) if dim is None else dim, keepdim))


# -- factorizations: shapes; determinant and inverse of small matrices with values

def _rows(A):
    n = A._shape[-1]
    if len(A._shape) != 2 or A._shape[0] != n:
        return None
    flat = values(A)
    return None if flat is None or n > 48 else [flat[i * n:(i + 1) * n] for i in range(n)]


def _square(A, what):
    if len(A._shape) < 2 or A._shape[-1] != A._shape[-2]:
        raise RuntimeError(f"{what} needs square matrices, not {list(A._shape)}")


def eliminate(rows, right):
    """(determinant, solution of rows @ x = right), or determinant 0 and None."""
    n = len(rows)
    work = [list(r) + list(e) for r, e in zip(rows, right)]
    det = 1.0
    for c in range(n):
        p = max(range(c, n), key=lambda r: abs(work[r][c]))
        if work[p][c] == 0:
            return 0.0, None
        if p != c:
            work[c], work[p] = work[p], work[c]
            det = -det
        det *= work[c][c]
        scale = work[c][c]
        work[c] = [v / scale for v in work[c]]
        for r in range(n):
            if r != c and work[r][c]:
                f = work[r][c]
                work[r] = [v - f * w for v, w in zip(work[r], work[c])]
    return det, [r[n:] for r in work]


@op("inverse", "linalg_inv")
def inverse(A):
    _square(A, "inverse")
    rows = _rows(A)
    out = None
    if rows is not None:
        n = len(rows)
        _, found = eliminate(rows, [[float(i == j) for j in range(n)] for i in range(n)])
        if found is None:
            raise RuntimeError("inverse: the matrix is singular")
        out = [found[i][j] for j in range(n) for i in range(n)]
    rank = len(A._shape)
    return core.restored(new(A._shape, A._dtype, A._storage.device, out), [*range(rank - 2), rank - 1, rank - 2])


@op("det", "linalg_det")
def det(A):
    _square(A, "det")
    rows = _rows(A)
    return new(A._shape[:-2], A._dtype, A._storage.device, None if rows is None else [eliminate(rows, [[]] * len(rows))[0]])


op("logdet")(lambda A: OPS["log"](det(A)))


def _slogdet(name):
    def run(A):
        d = det(A)
        return record(name, "sign logabsdet", (OPS["sign"](d), OPS["log"](OPS["abs"](d))))
    return run


for _name in ("slogdet", "linalg_slogdet"):
    op(_name)(_slogdet(_name))


@op("linalg_solve")
def solve(A, B, *, left=True):
    _square(A, "solve")
    rows, flat = _rows(A), values(B)
    vector = len(B._shape) == 1
    out = None
    if rows is not None and flat is not None and left and len(B._shape) <= 2:
        m = 1 if vector else B._shape[1]
        _, found = eliminate(rows, [flat[i * m:(i + 1) * m] for i in range(len(rows))])
        if found is None:
            raise RuntimeError("solve: the matrix is singular")
        out = [v for r in found for v in r]
    return new(B._shape, A._dtype, A._storage.device, out)


def _shapes(name, fields, f, *aliases):
    """A factorization of which only the shapes are known; `f(batch, m, n, **kw)` gives them (with a dtype where it differs)."""
    def run(A, *args, **kwargs):
        if len(A._shape) < 2:
            raise RuntimeError(f"{name.removeprefix('linalg_')} needs a matrix, not a tensor of {len(A._shape)} dimensions")
        made = []
        for item in f(tuple(A._shape[:-2]), *A._shape[-2:], *args, **kwargs):
            shape, dt = item if item and isinstance(item[0], tuple) else (item, A._dtype)
            made.append(new(shape, A._dtype.to_real() if dt == "real" else A._dtype.to_complex() if dt == "complex" else dt, A._storage.device))
        return made[0] if fields is None else record(name, fields, made)
    op(name, *aliases)(run)


_shapes("svd", "U S V", lambda b, m, n, some=True, compute_uv=True: ((*b, m, min(m, n) if some else m), ((*b, min(m, n)), "real"), (*b, n, min(m, n) if some else n)))
_shapes("linalg_svd", "U S Vh", lambda b, m, n, full_matrices=True, driver=None: ((*b, m, m if full_matrices else min(m, n)), ((*b, min(m, n)), "real"), (*b, n if full_matrices else min(m, n), n)))
_shapes("linalg_svdvals", None, lambda b, m, n, driver=None: (((*b, min(m, n)), "real"),))
_shapes("linalg_eig", "eigenvalues eigenvectors", lambda b, m, n: (((*b, n), "complex"), ((*b, n, n), "complex")))
_shapes("linalg_eigh", "eigenvalues eigenvectors", lambda b, m, n, UPLO="L": (((*b, n), "real"), (*b, n, n)))
_shapes("linalg_eigvals", None, lambda b, m, n: (((*b, n), "complex"),))
_shapes("linalg_eigvalsh", None, lambda b, m, n, UPLO="L": (((*b, n), "real"),))


def reflected(rows):
    """Q and R of Householder's reflections, with the signs that LAPACK gives them."""
    m = len(rows)
    R, Q = [list(r) for r in rows], [[float(i == j) for j in range(m)] for i in range(m)]
    for c in range(min(m, len(rows[0]))):
        v = [r[c] for r in R[c:]]
        if not any(v[1:]):
            continue
        v[0] += math.copysign(math.hypot(*v), v[0])
        half = sum(x * x for x in v) / 2
        for j in range(len(R[0])):
            f = sum(x * r[j] for x, r in zip(v, R[c:])) / half
            for x, r in zip(v, R[c:]):
                r[j] -= f * x
        for r in Q:
            f = sum(x * y for x, y in zip(v, r[c:])) / half
            r[c:] = [y - f * x for x, y in zip(v, r[c:])]
    return Q, R


@op("linalg_qr")
def linalg_qr(A, mode="reduced"):
    if len(A._shape) < 2:
        raise RuntimeError(f"qr needs a matrix, not a tensor of {len(A._shape)} dimensions")
    *batch, m, n = A._shape
    inner = m if mode == "complete" else min(m, n)
    rows = None if A._dtype.is_complex else _rows(A)
    Q, R = (None, None) if rows is None else reflected(rows)
    rank = len(A._shape)

    def by_columns(height, width, value):
        flat = Q and [value(i, j) for j in range(width) for i in range(height)]
        return core.restored(new((*batch, width, height), A._dtype, A._storage.device, flat), [*range(rank - 2), rank - 1, rank - 2])

    q = new((0,), A._dtype, A._storage.device) if mode == "r" else by_columns(m, inner, lambda i, j: Q[i][j])
    return record("linalg_qr", "Q R", (q, by_columns(inner, n, lambda i, j: R[i][j] if j >= i else 0.0)))


def _removed(name):
    raise RuntimeError(f"torch.{name} is no more: torch.linalg has what takes its place")


@op("symeig")
def symeig(A, eigenvectors=False, upper=True):
    if sys.modules["torch"]._lens_version >= (2, 0):
        _removed("symeig")
    _square(A, "symeig")
    vectors = new(A._shape if eigenvectors else (0,), A._dtype, A._storage.device)
    return record("symeig", "eigenvalues eigenvectors", (new(A._shape[:-1], A._dtype.to_real(), A._storage.device), vectors))


@op("qr")
def qr(A, some=True):
    if sys.modules["torch"]._lens_version >= (2, 14):
        _removed("qr")
    Q, R = linalg_qr(A, "reduced" if some else "complete")
    return record("qr", "Q R", (Q, R))


@op("cholesky")
def older_cholesky(A, upper=False):
    if sys.modules["torch"]._lens_version >= (2, 14):
        _removed("cholesky")
    return cholesky(A, upper)


@op("linalg_cholesky")
def cholesky(A, upper=False):
    """Column by column, as LAPACK leaves it; a matrix that is not positive definite has no values."""
    _square(A, "cholesky")
    rows = _rows(A)
    out = None if rows is None else _lower_factor(rows)
    rank = len(A._shape)
    back = [*range(rank - 2), rank - 1, rank - 2]
    n = A._shape[-1]
    flat = None if out is None else [out[j][i] for i in range(n) for j in range(n)] if not upper else [out[i][j] for i in range(n) for j in range(n)]
    return core.restored(new(A._shape, A._dtype, A._storage.device, flat), back)


def _lower_factor(rows):
    n = len(rows)
    found = [[0.0] * n for _ in rows]
    for i in range(n):
        for j in range(i + 1):
            left = rows[i][j] - sum(a * b for a, b in zip(found[i][:j], found[j][:j]))
            if i == j and not left > 0:
                return None
            found[i][j] = math.sqrt(left) if i == j else left / found[j][j]
    return found


_shapes("linalg_pinv", None, lambda b, m, n, *a, **k: ((*b, n, m),), "pinverse")
_shapes("linalg_matrix_exp", None, lambda b, m, n: ((*b, n, n),), "matrix_exp")
_shapes("linalg_lu_factor", "LU pivots", lambda b, m, n, pivot=True: ((*b, m, n), ((*b, min(m, n)), core.DTYPES["int32"])))
_shapes("_lu_with_info", "LU pivots info", lambda b, m, n, pivot=True, check_errors=True: ((*b, m, n), ((*b, min(m, n)), core.DTYPES["int32"]), (b, core.DTYPES["int32"])))
_shapes("lu_unpack", "P L U", lambda b, m, n, pivots, unpack_data=True, unpack_pivots=True: (
    (*b, m, m) if unpack_pivots else (0,), *(((*b, m, min(m, n)), (*b, min(m, n), n)) if unpack_data else ((0,), (0,)))))
_shapes("linalg_matrix_rank", None, lambda b, m, n, *a, **k: ((b, int64),))


@op("linalg_matrix_power", "matrix_power")
def matrix_power(A, n):
    _square(A, "matrix_power")
    if n == 0:
        return core.expanded(OPS["eye"](A._shape[-1], dtype=A._dtype), A._shape)
    base = inverse(A) if n < 0 else A
    out = base
    for _ in range(abs(n) - 1):
        out = matmul(out, base)
    return out


op("linalg_diagonal")(lambda A, *, offset=0, dim1=-2, dim2=-1: shaping.diagonal(A, offset, dim1, dim2))
op("cholesky_inverse")(lambda A, upper=False: new(A._shape, A._dtype))
op("cholesky_solve")(lambda B, A, upper=False: new(B._shape, B._dtype))
op("triangular_solve")(lambda b, A, upper=True, transpose=False, unitriangular=False: record("triangular_solve", "solution cloned_coefficient", (new(b._shape, b._dtype), new(A._shape, A._dtype))))
op("linalg_solve_triangular")(lambda A, B, *, upper, left=True, unitriangular=False: new(B._shape, B._dtype))
op("linalg_householder_product", "orgqr")(lambda input, tau: new(input._shape, input._dtype, input._storage.device))
op("cov")(lambda input, **kw: new((input._shape[0], input._shape[0]) if len(input._shape) == 2 else (), float_dtype(input._dtype)))
op("corrcoef")(lambda input: new((input._shape[0], input._shape[0]) if len(input._shape) == 2 else (), float_dtype(input._dtype)))
