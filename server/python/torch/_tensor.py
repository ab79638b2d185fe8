"""The stand-in's Tensor; answers to torch/_tensor.py and the methods of TensorBase."""
import sys

from torch._lens import NotBuilt, core, create, dispatch, elementwise, fourier, indexing, layers, matrix, rarer, reduce, shaping, sparse, special  # noqa: F401
from torch._lens.core import values
from torch._lens.dispatch import Method, in_place, plain
from torch._lens.elementwise import INPLACE, OPS
from torch._lens.names import NAMES
from torch._lens.types import COMPLEX, DTYPES, FLOAT, LAYOUTS, Default, Size, as_device, device, dtype, of_python

_TYPE_NAMES = {
    "float32": "FloatTensor", "float64": "DoubleTensor", "float16": "HalfTensor", "bfloat16": "BFloat16Tensor", "int64": "LongTensor", "int32": "IntTensor", "int16": "ShortTensor",
    "int8": "CharTensor", "uint8": "ByteTensor", "bool": "BoolTensor", "complex64": "ComplexFloatTensor", "complex128": "ComplexDoubleTensor",
}
_PLACE = ("_storage", "_shape", "_strides", "_offset", "_dtype")


class _TensorMeta(type):
    pass


class Tensor(metaclass=_TensorMeta):
    __slots__ = ("_storage", "_shape", "_strides", "_offset", "_dtype", "_requires_grad", "_grad_fn", "_grad", "_base", "_version", "__dict__", "__weakref__")

    def __new__(cls, *args, device=None, **kwargs):
        if len(args) == 1 and isinstance(args[0], Tensor):
            made = core.alias(args[0], cls)
            return made
        if args and not (isinstance(args[0], int) or isinstance(args[0], Size)):
            if len(args) != 1 or core.is_number(args[0]):
                raise TypeError(f"torch.Tensor() takes sizes, a sequence or a tensor, not {type(args[0]).__name__}")
            made = create.tensor(args[0], dtype=Default.dtype, device=device)
        else:
            made = create.empty(*(args or (0,)), device=device)
        return made if cls is Tensor else core.alias(made, cls)

    def __init__(self, *args, **kwargs):
        pass

    # -- what it is

    @property
    def shape(self):
        return self._shape

    def _get_data(self):
        return core.alias(self, Tensor)

    def _set_data(self, other):
        self._become(other)

    data = property(_get_data, _set_data)

    dtype = property(lambda self: self._dtype)
    device = property(lambda self: self._storage.device)
    layout = property(sparse.layout_of)
    is_sparse = property(lambda self: sparse.layout_of(self) is sparse.COO)
    ndim = property(lambda self: len(self._shape))
    itemsize = property(lambda self: self._dtype._itemsize)
    nbytes = property(lambda self: self._dtype._itemsize * core.numel(self._shape))
    names = property(lambda self: (None,) * len(self._shape))
    grad_fn = property(lambda self: self._grad_fn)
    is_leaf = property(lambda self: self._grad_fn is None)
    retains_grad = property(lambda self: False)
    output_nr = property(lambda self: 0)
    is_cuda = property(lambda self: self._storage.device.type == "cuda")
    is_cpu = property(lambda self: self._storage.device.type == "cpu")
    is_meta = property(lambda self: self._storage.device.type == "meta")
    is_mps = property(lambda self: self._storage.device.type == "mps")
    is_xpu = property(lambda self: self._storage.device.type == "xpu")
    is_xla = property(lambda self: self._storage.device.type == "xla")
    is_ipu = is_vulkan = is_maia = is_mtia = is_quantized = is_sparse_csr = is_mkldnn = is_nested = property(lambda self: False)
    T = property(lambda self: dispatch.run("permute", shaping.permuted, (self, range(len(self._shape) - 1, -1, -1)), {}))
    mT = property(lambda self: dispatch.run("transpose", shaping.transpose, (self, -2, -1), {}))
    H = property(lambda self: self.mH if len(self._shape) else self)
    mH = property(lambda self: dispatch.run("adjoint", OPS["adjoint"], (self,), {}))
    real = property(lambda self: dispatch.run("real", OPS["real"], (self,), {}))
    imag = property(lambda self: dispatch.run("imag", OPS["imag"], (self,), {}))
    _backward_hooks = None

    @property
    def requires_grad(self):
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, value):
        if self._grad_fn is not None and not value:
            raise RuntimeError("requires_grad can be switched off for leaf tensors only: use .detach()")
        if value and self._dtype._category < FLOAT:
            raise RuntimeError(f"only floating point and complex tensors can require a gradient, not {self._dtype}")
        self._requires_grad = bool(value)

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, value):
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(f"a gradient is a tensor or None, not {type(value).__name__}")
        self._grad = value

    # -- subclasses

    @staticmethod
    def _make_subclass(cls, data, require_grad=False, **kwargs):
        made = core.alias(data, cls)
        made.requires_grad = require_grad
        return made

    @staticmethod
    def _make_wrapper_subclass(cls, size, strides=None, *, dtype=None, device=None, requires_grad=False, **kwargs):
        return Tensor._make_subclass(cls, create.empty(size, dtype=dtype, device=device), requires_grad)

    def _as_subclass(self, cls):
        return core.alias(self, cls)

    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        return func(*args, **(kwargs or {}))

    def _become(self, other):
        for name in _PLACE:
            setattr(self, name, getattr(other, name))
        return self

    # -- values

    def __bool__(self):
        n = core.numel(self._shape)
        if n != 1:
            raise RuntimeError(f"a tensor with {n if n else 'no'} values is neither true nor false" if n else "a tensor without values is neither true nor false")
        return bool(core.need(self, "a condition")[0])

    def __int__(self):
        return int(_single(self))

    def __float__(self):
        return float(_single(self))

    def __complex__(self):
        return complex(_single(self))

    def __index__(self):
        if self._dtype._category >= FLOAT or core.numel(self._shape) != 1:
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self.item())

    def __len__(self):
        if not self._shape:
            raise TypeError("a tensor without dimensions has no len()")
        return self._shape[0]

    def __iter__(self):
        if not self._shape:
            raise TypeError("a tensor without dimensions cannot be iterated over")
        return iter(self.unbind(0))

    def __reversed__(self):
        return self.flip(0) if self._shape else self

    def __contains__(self, element):
        if isinstance(element, Tensor) or core.is_number(element):
            return any(core.need(self.eq(element), "in"))
        raise RuntimeError(f"a tensor contains tensors and numbers, not {type(element).__name__}")

    def __getitem__(self, key):
        return dispatch.run("slice", indexing.getitem, (self, key), {})

    def __setitem__(self, key, value):
        dispatch.check_in_place(self)
        indexing.setitem(self, key, value)
        if dispatch.Mode.grad and isinstance(value, Tensor) and value._requires_grad:
            dispatch.note_in_place(self, "copy_slices")

    def __hash__(self):
        return id(self)

    def __repr__(self, *, tensor_contents=None):
        if core.numel(self._shape) <= 64 and values(self) is not None:
            body = _text(self)
        else:
            body = f"..., size={tuple(self._shape)}"
        more = "" if self._dtype in (Default.dtype, DTYPES["int64"], DTYPES["bool"]) else f", dtype={self._dtype}"
        more += "" if self._storage.device.type == "cpu" else f", device='{self._storage.device}'"
        more += f", grad_fn={self._grad_fn!r}" if self._grad_fn is not None else ", requires_grad=True" if self._requires_grad else ""
        return f"tensor({body}{more})"

    def __format__(self, spec):
        if self._shape or type(self) is not Tensor:
            return object.__format__(self, spec)
        return format(self.item(), spec) if values(self) is not None else "?"

    def __dir__(self):
        return sorted({*dir(type(self)), *self.__dict__})

    def __array__(self, dtype=None, copy=None):
        return self.numpy()

    def __deepcopy__(self, memo):
        if id(self) in memo:
            return memo[id(self)]
        if not self.is_leaf:
            raise RuntimeError("only tensors that are no result of a computation under autograd (leaves) can be deep-copied")
        made = core.view(self, self._shape, self._strides, self._offset, type(self))
        made._base = None
        made._storage = _copied(self._storage, memo)
        made._requires_grad = self._requires_grad
        memo[id(self)] = made
        if self._grad is not None:
            made._grad = self._grad.__deepcopy__(memo)
        if self.__dict__:
            import copy
            made.__dict__.update(copy.deepcopy(self.__dict__, memo))
        return made

    def __copy__(self):
        made = core.alias(self, type(self))
        made._requires_grad = self._requires_grad
        made.__dict__.update(self.__dict__)
        return made

    def __reduce_ex__(self, protocol):
        return _rebuild, (type(self), self._dtype, tuple(self._shape), values(self), self._requires_grad, dict(self.__dict__))

    # -- methods that real torch has in Python

    def backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
        if not self._requires_grad:
            raise RuntimeError("this tensor does not require a gradient: there is nothing to go back through")

    def register_hook(self, hook):
        if not self._requires_grad:
            raise RuntimeError("a hook needs a tensor that requires a gradient")
        from torch.utils.hooks import RemovableHandle
        return RemovableHandle({})

    register_post_accumulate_grad_hook = register_hook

    def split(self, split_size, dim=0):
        return dispatch.run("split", shaping.split, (self, split_size, dim), {})

    def norm(self, p="fro", dim=None, keepdim=False, dtype=None):
        return dispatch.run("norm", reduce.norm, (self, p, dim, keepdim), {"dtype": dtype})

    def unique(self, sorted=True, return_inverse=False, return_counts=False, dim=None):
        import torch
        return torch.unique(self, sorted=sorted, return_inverse=return_inverse, return_counts=return_counts, dim=dim)

    def unique_consecutive(self, return_inverse=False, return_counts=False, dim=None):
        import torch
        return torch.unique_consecutive(self, return_inverse=return_inverse, return_counts=return_counts, dim=dim)

    def stft(self, n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode="reflect", normalized=False, onesided=None, return_complex=None):
        import torch
        return torch.stft(self, n_fft, hop_length, win_length, window, center, pad_mode, normalized, onesided, return_complex=return_complex)

    def istft(self, *args, **kwargs):
        import torch
        return torch.istft(self, *args, **kwargs)

    def lu(self, pivot=True, get_infos=False):
        import torch
        return torch.lu(self, pivot, get_infos)

    def unflatten(self, dim, sizes):
        return dispatch.run("unflatten", shaping.unflatten, (self, dim, sizes), {})

    def is_shared(self):
        return self._storage.device.type == "cuda"

    def share_memory_(self):
        return self

    def storage(self):
        return self._storage

    _typed_storage = storage

    def storage_type(self):
        return type(self._storage)

    def index(self, positions, dims):
        raise NotBuilt("torch.Tensor.index is not built in the stand-in torch")

    def reinforce(self, *args):
        raise RuntimeError("reinforce() was removed from torch")

    def refine_names(self, *names):
        return self

    align_to = rename = rename_ = align_as = refine_names

    def dim_order(self, **kwargs):
        return tuple(sorted(range(len(self._shape)), key=lambda i: -self._strides[i]))

    def module_load(self, other, assign=False):
        return other.detach() if assign else self.copy_(other)

    def resize(self, *sizes):
        return self.view(*sizes)


core.Tensor = Tensor
Tensor.__module__ = "torch"


def _text(t):
    """Values as torch prints them."""
    flat = values(t)
    if t._dtype._category == FLOAT:
        whole = all(v == v and abs(v) != float("inf") and v == int(v) for v in flat)
        tiny = any(v == v and v and abs(v) != float("inf") and not 1e-4 <= abs(v) < 1e8 for v in flat)
        one = [str(v) if v != v or abs(v) == float("inf") else f"{v:.4e}" if tiny else f"{int(v)}." if whole else f"{v:.4f}" for v in flat]
    else:
        one = [str(v) for v in flat]
    width = max((len(s) for s in one), default=0) if t._shape else 0
    one = [s.rjust(width) for s in one]
    steps = core.contiguous_strides(t._shape)

    def nest(at, d):
        if d == len(steps):
            return one[at]
        parts = [nest(at + i * steps[d], d + 1) for i in range(t._shape[d])]
        rest = len(steps) - d - 1
        return "[" + (", " if rest == 0 else "," + "\n" * rest + " " * (8 + d)).join(parts) + "]"
    return nest(0, 0)


def _copied(storage, memo):
    if id(storage) not in memo:
        data = storage.data
        memo[id(storage)] = core.Storage(storage.n, storage.dtype, storage.device, None if data is None else list(data), storage.shared(), storage.recipe)
        memo.setdefault(id(memo), []).append(storage)
    return memo[id(storage)]


def _rebuild(cls, dt, shape, found, requires_grad, state):
    made = core.alias(core.new(shape, dt, None, found), cls)
    made._requires_grad = requires_grad
    made.__dict__.update(state)
    return made


# -- methods of TensorBase

def _to(self, *args, device=None, dtype=None, non_blocking=False, copy=False, memory_format=None, other=None):
    dt, dev = dtype, device
    for arg in args if other is None else (other,):
        if isinstance(arg, core.dtype):
            dt = arg
        elif type(arg) is type:
            dt = of_python(arg)
        elif isinstance(arg, Tensor):
            dt, dev = arg._dtype, arg._storage.device
        elif isinstance(arg, (str, core.device)) or isinstance(arg, int) and not isinstance(arg, bool):
            dev = arg
    dt = dt or self._dtype
    if not isinstance(dt, core.dtype):
        raise TypeError(f"to() takes a dtype, a device or a tensor, not {dt!r}")
    dev = self._storage.device if dev is None else as_device(dev)
    if dt is self._dtype and dev == self._storage.device and not copy:
        return shaping.contiguous(self, memory_format=memory_format) if memory_format is not None and memory_format._name.startswith("channels") else self
    if self._storage.device.type == "meta" and dev.type != "meta":
        raise NotImplementedError("a meta tensor has no data to copy: use to_empty() of the module")
    return shaping.copy_of(self, dt, dev)


def _type(self, dtype=None, non_blocking=False, **kwargs):
    if dtype is None:
        where = {"cpu": "torch.", "cuda": "torch.cuda."}.get(self._storage.device.type, f"torch.{self._storage.device.type}.")
        return where + _TYPE_NAMES.get(self._dtype._name, "Tensor")
    if isinstance(dtype, str):
        named = next((k for k, v in _TYPE_NAMES.items() if v == dtype.rpartition(".")[2]), None)
        if named is None:
            raise ValueError(f"invalid type: {dtype!r}")
        dtype = DTYPES[named]
    if type(dtype) is type:
        raise ValueError(f"invalid type: '{dtype.__name__}'")
    return _to(self, getattr(dtype, "_lens_dtype", dtype))


def _requires_grad_(self, requires_grad=True):
    self.requires_grad = requires_grad
    return self


def _detach_(self):
    self._grad_fn, self._requires_grad = None, False
    return self


def _single(self):
    if core.numel(self._shape) != 1:
        raise ValueError("only tensors of one element can be converted to Python numbers")
    return self.item()


def _item(self):
    n = core.numel(self._shape)
    if n != 1:
        kind = ValueError if sys.modules["torch"]._lens_version < (2, 0) else RuntimeError
        raise kind(f"a tensor with {n} elements has no single item")
    if core.unknown_number(self):
        return core.UnknownNumber()
    return core.need(self, "item()")[0]


def _not_computed(self):
    """What a script gets as an array of values that are not computed here."""
    from lens.finder import Placeholder
    return Placeholder(f"the values of a tensor of shape {list(self._shape)}")


def _tolist(self):
    if core.Mode.script is not None and values(self) is None:
        return _not_computed(self)
    flat = core.need(self, "tolist()")
    steps = core.contiguous_strides(self._shape)

    def nest(at, d):
        if d == len(steps):
            return flat[at]
        return [nest(at + i * steps[d], d + 1) for i in range(self._shape[d])]
    return nest(0, 0)


def _numpy(self, *, force=False):
    if self._requires_grad and not force:
        raise RuntimeError("a tensor that requires a gradient has no numpy(): use .detach().numpy()")
    if core.Mode.script is not None and values(self) is None:
        return _not_computed(self)
    import numpy
    return numpy.array(self.tolist(), dtype=self._dtype._name)


def _set_(self, source=None, *args, **kwargs):
    return self._become(source) if isinstance(source, Tensor) else self._become(create.empty(0, dtype=self._dtype))


def _resize_(self, *sizes, memory_format=None):
    sizes = core.ints(sizes)
    n = core.numel(sizes)
    if n <= self._storage.n:
        self._shape, self._strides = Size(sizes), core.contiguous_strides(sizes)
        return self
    return self._become(core.filled(sizes, 0, self._dtype, self._storage.device))


def _fill_diagonal_(self, fill_value, wrap=False):
    create.fill_(shaping.diagonal(self), fill_value)
    return self


def _is_contiguous(self, memory_format=None):
    return core.is_contiguous(self)


def _apply_(self, f):
    return core.store(self, [f(v) for v in core.need(self, "apply_")])


def _size(self, dim=None):
    return self._shape if dim is None else self._shape[core.wrap_dim(dim, len(self._shape))]


def _stride(self, dim=None):
    return self._strides if dim is None else self._strides[core.wrap_dim(dim, len(self._shape))]


def _get_device(self):
    where = self._storage.device
    return -1 if where.type in ("cpu", "meta") else where.index or 0


def _index_put_(self, indices, values, accumulate=False):
    indexing.setitem(self, tuple(slice(None) if i is None else i for i in indices), values)
    return self


def _index_put(self, indices, values, accumulate=False):
    return _index_put_(shaping.clone(self), indices, values)


#: Methods that ask or that touch the tensor itself; autograd does not see them.
ASK = {
    "size": _size, "stride": _stride, "dim": lambda self: len(self._shape), "ndimension": lambda self: len(self._shape), "numel": lambda self: core.numel(self._shape),
    "nelement": lambda self: core.numel(self._shape), "element_size": lambda self: self._dtype._itemsize, "is_floating_point": lambda self: self._dtype._category == FLOAT,
    "is_complex": lambda self: self._dtype._category == COMPLEX, "is_signed": lambda self: self._dtype.is_signed, "is_contiguous": _is_contiguous, "is_pinned": lambda self, *a: False,
    "is_inference": lambda self: False, "is_conj": lambda self: False, "is_neg": lambda self: False, "is_distributed": lambda self: False, "is_coalesced": sparse.is_coalesced,
    "is_set_to": lambda self, other: self._storage is other._storage and tuple(self._shape) == tuple(other._shape),
    "is_same_size": lambda self, other: tuple(self._shape) == tuple(other._shape), "is_nonzero": lambda self: bool(self), "_is_view": lambda self: self._base is not None,
    "storage_offset": lambda self: self._offset, "data_ptr": lambda self: id(self._storage) + self._offset * self._dtype._itemsize, "untyped_storage": lambda self: self._storage,
    "get_device": _get_device, "item": _item, "tolist": _tolist, "numpy": _numpy, "requires_grad_": _requires_grad_, "retain_grad": lambda self: None, "detach_": _detach_,
    "set_": _set_, "resize_": _resize_, "resize_as_": lambda self, other, **kw: _resize_(self, other._shape), "apply_": _apply_, "as_subclass": lambda self, cls: core.alias(self, cls),
    "sparse_dim": sparse.sparse_dim, "dense_dim": sparse.dense_dim, "record_stream": lambda self, stream: None, "has_names": lambda self: False,
}
#: Methods that give a tensor and that autograd sees.
MAKE = {
    "to": _to, "type": _type, "detach": lambda self: core.view(self, self._shape, self._strides), "type_as": lambda self, other: _to(self, other),
    "cpu": lambda self, memory_format=None: _to(self, "cpu"), "cuda": lambda self, device=None, non_blocking=False, memory_format=None: _to(self, "cuda" if device is None else device),
    "xpu": lambda self, device=None, **kw: _to(self, "xpu"), "pin_memory": lambda self, device=None: self, "dequantize": lambda self: self,
    "index_put": _index_put, "where": lambda self, condition, other: OPS["where"](condition, self, other), "where": lambda self, condition, other=0: OPS["where"](condition, self, other), "is_nonzero": lambda self: bool(self),
    **{_n: (lambda d: lambda self, memory_format=None: _to(self, DTYPES[d]))(_d) for _n, _d in (
        ("float", "float32"), ("double", "float64"), ("half", "float16"), ("bfloat16", "bfloat16"), ("long", "int64"), ("int", "int32"), ("short", "int16"), ("char", "int8"),
        ("byte", "uint8"), ("bool", "bool"), ("cfloat", "complex64"), ("cdouble", "complex128"), ("chalf", "complex32"))},
}
HERE = {"index_put_": _index_put_, "fill_diagonal_": _fill_diagonal_}
#: Functions of torch that are no methods although the table of operations has them.
_RESHAPED_IN_PLACE = {"squeeze_": "squeeze", "unsqueeze_": "unsqueeze", "transpose_": "transpose", "swapaxes_": "transpose", "swapdims_": "transpose", "t_": "t"}


def _reshaping(name):
    def call(self, *args, **kwargs):
        made = OPS[name](self, *args, **kwargs)
        self._shape, self._strides, self._offset = made._shape, made._strides, made._offset
        return self
    return call


def _operator(name, reflected=False):
    f = OPS[name]

    def compute(self, other):
        if not isinstance(other, Tensor) and not core.is_number(other):
            return NotImplemented
        return dispatch.run(name, f, (other, self) if reflected else (self, other), {})
    return compute


def _assigning(name):
    f = OPS[name]

    def compute(self, other):
        if not isinstance(other, Tensor) and not core.is_number(other):
            return NotImplemented
        return dispatch.run_in_place(name + "_", f, self, (other,), {})
    return compute


_OPERATORS = {
    "add": "add", "sub": "sub", "mul": "mul", "truediv": "div", "floordiv": "floor_divide", "mod": "remainder", "pow": "pow", "matmul": "matmul", "and": "bitwise_and",
    "or": "bitwise_or", "xor": "bitwise_xor", "lshift": "bitwise_left_shift", "rshift": "bitwise_right_shift",
}
for _dunder, _name in _OPERATORS.items():
    setattr(Tensor, f"__{_dunder}__", _operator(_name))
    setattr(Tensor, f"__r{_dunder}__", _operator(_name, True))
    if _dunder != "matmul":
        setattr(Tensor, f"__i{_dunder}__", _assigning(_name))
for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Tensor, f"__{_name}__", _operator(_name))
for _dunder, _name in (("neg", "neg"), ("abs", "abs"), ("invert", "bitwise_not"), ("pos", "positive")):
    setattr(Tensor, f"__{_dunder}__", (lambda f, n: lambda self: dispatch.run(n, f, (self,), {}))(OPS[_name], _name))
Tensor.__div__, Tensor.__rdiv__, Tensor.__idiv__ = Tensor.__truediv__, Tensor.__rtruediv__, Tensor.__itruediv__


def listed(room, *kinds):
    for kind in kinds:
        for entry in NAMES[room].get(kind, "").split():
            yield entry.partition("*")[0]


def missing(dotted):
    def call(*args, **kwargs):
        raise NotBuilt(f"{dotted} was called while the module was loaded; the stand-in torch knows it by name only")
    return call


def implementation(name):
    """What answers to an operation's name, or None."""
    if name in create.DIRECT:
        return in_place(name, create.DIRECT[name])
    if name in INPLACE:
        return in_place(name, INPLACE[name])
    if name in OPS:
        return plain(name, OPS[name])
    if name in MAKE:
        return plain(name, MAKE[name])
    if name.endswith("_") and not name.endswith("__") and name[:-1] in OPS:
        return in_place(name, OPS[name[:-1]])
    return None


for _name in listed("torch.Tensor", "B"):
    if _name in Tensor.__dict__ or _name.startswith("__"):
        continue
    if _name in _RESHAPED_IN_PLACE:
        _fn = _reshaping(_RESHAPED_IN_PLACE[_name])
    elif _name in HERE:
        _fn = in_place(_name, HERE[_name])
    elif _name in ASK:
        _fn = ASK[_name]
    elif _name in MAKE:
        _fn = plain(_name, MAKE[_name])
    else:
        _fn = implementation(_name) or missing("torch.Tensor." + _name)
    setattr(Tensor, _name, Method(_name, _fn))
