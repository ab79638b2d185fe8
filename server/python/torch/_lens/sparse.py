"""Sparse tensors, as far as models keep them as buffers: all values are there, only the layout says that they are kept by place."""
from . import core, create
from .core import new, values
from .elementwise import OPS, op
from .types import LAYOUTS, int64

COO = LAYOUTS["sparse_coo"]


def layout_of(t):
    return t.__dict__.get("_lens_layout", LAYOUTS["strided"])


def _marked(t, coalesced):
    t.__dict__["_lens_layout"], t.__dict__["_lens_coalesced"] = COO, coalesced
    return t


def _need(t, what):
    if layout_of(t) is not COO:
        raise RuntimeError(f"{what} is there for sparse tensors only, not for layout {layout_of(t)}")
    return t


@op("to_sparse", "to_sparse_coo")
def to_sparse(self, sparse_dim=None, **kwargs):
    if layout_of(self) is COO:
        return self
    return _marked(OPS["clone"](self), True)


@op("sparse_coo_tensor")
def sparse_coo_tensor(indices=None, values=None, size=None, *, dtype=None, device=None, **kwargs):
    if indices is None or values is None:
        return _marked(core.filled(tuple(size or indices), 0, dtype, device), True)
    places, kept = _tensor(indices, int64), _tensor(values, dtype)
    where = core.need(places, "torch.sparse_coo_tensor()")
    n, m = places._shape
    rows = [where[d * m:(d + 1) * m] for d in range(n)]
    shape = tuple(size) if size is not None else (*(max(row, default=-1) + 1 for row in rows), *kept._shape[1:])
    found = core.values(kept)
    inner = core.numel(shape[n:])
    out = None if found is None else [0] * core.numel(shape)
    for k in range(m if out is not None else 0):
        at = 0
        for d in range(n):
            at = at * shape[d] + rows[d][k]
        for i in range(inner):
            out[at * inner + i] += found[k * inner + i]
    return _marked(new(shape, kept._dtype, kept._storage.device, out), False)


def _tensor(x, dtype):
    made = x if isinstance(x, core.Tensor) else create.tensor(x, dtype=dtype)
    return made if dtype is None else made.to(dtype)


@op("to_dense")
def to_dense(self, dtype=None, **kwargs):
    if layout_of(self) is not COO:
        return self
    made = OPS["clone"](self)
    made.__dict__.pop("_lens_layout", None)
    return made if dtype is None else made.to(dtype)


@op("coalesce")
def coalesce(self):
    return _marked(OPS["clone"](_need(self, "coalesce()")), True)


def _kept(self, what):
    found = core.need(_need(self, what), what)
    return [i for i, v in enumerate(found) if v]


@op("indices", "_indices")
def indices(self):
    kept = _kept(self, "indices()")
    rows = []
    for d in range(len(self._shape)):
        step = core.numel(self._shape[d + 1:])
        rows += [i // step % self._shape[d] for i in kept]
    return new((len(self._shape), len(kept)), int64, self._storage.device, rows)


@op("values", "_values")
def kept_values(self):
    kept = _kept(self, "values()")
    found = values(self)
    return new((len(kept),), self._dtype, self._storage.device, [found[i] for i in kept])


op("_nnz")(lambda self: len(_kept(self, "_nnz()")))


def is_coalesced(self):
    return bool(self.__dict__.get("_lens_coalesced"))


def sparse_dim(self):
    return len(self._shape) if layout_of(self) is COO else 0


def dense_dim(self):
    return len(self._shape) - sparse_dim(self)
