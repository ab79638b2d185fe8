"""The stand-in's Tensor; answers to torch/_tensor.py and the methods of TensorBase."""
from torch._lens import NotBuilt, core, create, elementwise, indexing, layers, reduce, shaping
from torch._lens.builtin import Builtin
from torch._lens.core import values
from torch._lens.elementwise import INPLACE, OPS
from torch._lens.names import NAMES
from torch._lens.types import BOOL, COMPLEX, DTYPES, FLOAT, LAYOUTS, Size, as_device, bool_, device, dtype


class _Method:
    """A method of C: binds like a function, and the object graph shows it by name."""

    def __init__(self, name, implementation):
        self.__name__ = name
        self.__torch_names__ = ("torch.Tensor." + name,)
        self._implementation = implementation

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        implementation = self._implementation

        def bound(*args, **kwargs):
            return implementation(instance, *args, **kwargs)
        return bound

    def __call__(self, *args, **kwargs):
        return self._implementation(*args, **kwargs)


def _in_place(f):
    def run(self, *args, **kwargs):
        found = values(f(self, *args, **kwargs))
        return core.store(self, None if found is None else list(found))
    return run


class Tensor:
    def __new__(cls, *args, **kwargs):
        if len(args) == 1 and isinstance(args[0], (list, tuple)) and not isinstance(args[0], Size):
            return create.tensor(args[0], dtype=DTYPES["float32"])
        if len(args) == 1 and isinstance(args[0], Tensor):
            return core.alias(args[0], cls)
        made = OPS["empty"](*args)
        return made if cls is Tensor else core.alias(made, cls)

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()

    # -- what it is

    @property
    def shape(self):
        return self._shape

    def size(self, dim=None):
        return self._shape if dim is None else self._shape[core.wrap_dim(dim, len(self._shape))]

    def stride(self, dim=None):
        return self._strides if dim is None else self._strides[dim]

    def dim(self):
        return len(self._shape)

    ndimension = dim
    ndim = property(dim)

    def numel(self):
        return core.numel(self._shape)

    nelement = numel

    @property
    def dtype(self):
        return self._dtype

    @property
    def device(self):
        return self._storage.device

    @property
    def layout(self):
        return LAYOUTS["strided"] if isinstance(LAYOUTS, dict) else None

    @property
    def requires_grad(self):
        return self._requires_grad

    @requires_grad.setter
    def requires_grad(self, value):
        self._requires_grad = bool(value)

    def requires_grad_(self, requires_grad=True):
        self._requires_grad = bool(requires_grad)
        return self

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, value):
        self._grad = value

    grad_fn = property(lambda self: self._grad_fn)
    is_leaf = property(lambda self: self._grad_fn is None)
    is_cuda = property(lambda self: self.device.type == "cuda")
    is_cpu = property(lambda self: self.device.type == "cpu")
    is_meta = property(lambda self: self.device.type == "meta")
    is_quantized = is_sparse = is_mkldnn = is_xla = is_mps = is_nested = is_sparse_csr = is_vulkan = property(lambda self: False)
    itemsize = property(lambda self: self._dtype._itemsize)
    nbytes = property(lambda self: self._dtype._itemsize * self.numel())
    names = property(lambda self: (None,) * len(self._shape))
    T = property(lambda self: OPS["permute"](self, *range(len(self._shape) - 1, -1, -1)))
    mT = property(lambda self: OPS["transpose"](self, -2, -1))
    H = mH = mT
    _version_counter = property(lambda self: self._version)

    def element_size(self):
        return self._dtype._itemsize

    def is_floating_point(self):
        return self._dtype._category == FLOAT

    def is_complex(self):
        return self._dtype._category == COMPLEX

    def is_contiguous(self, memory_format=None):
        return core.is_contiguous(self)

    def is_pinned(self):
        return False

    def is_shared(self):
        return False

    def is_inference(self):
        return False

    def storage_offset(self):
        return self._offset

    def data_ptr(self):
        return id(self._storage)

    def untyped_storage(self):
        return self._storage

    storage = untyped_storage

    def get_device(self):
        return -1 if self.device.index is None else self.device.index

    # -- views and copies of itself

    def _as_subclass(self, cls):
        return core.alias(self, cls)

    as_subclass = _as_subclass

    def _become(self, other):
        for name in ("_storage", "_shape", "_strides", "_offset", "_dtype"):
            setattr(self, name, getattr(other, name))
        return self

    def set_(self, source=None, *args, **kwargs):
        return self._become(source) if isinstance(source, Tensor) else self

    def detach(self):
        return core.alias(self, Tensor)

    def detach_(self):
        return self

    @property
    def data(self):
        return core.alias(self, Tensor)

    @data.setter
    def data(self, other):
        self._become(other)

    def __deepcopy__(self, memo):
        if id(self) not in memo:
            copy = OPS["clone"](core.alias(self, Tensor))
            made = core.alias(copy, type(self))
            made._requires_grad = self._requires_grad
            made.__dict__.update({k: v for k, v in self.__dict__.items() if not k.startswith("_")})
            memo[id(self)] = made
        return memo[id(self)]

    def to(self, *args, **kwargs):
        dt, dev = kwargs.get("dtype"), kwargs.get("device")
        for arg in args:
            if isinstance(arg, dtype):
                dt = arg
            elif isinstance(arg, Tensor):
                dt, dev = arg.dtype, arg.device
            elif isinstance(arg, (str, device)) or isinstance(arg, int) and not isinstance(arg, bool):
                dev = arg
        dt = dt or self._dtype
        dev = self.device if dev is None else as_device(dev)
        if dt is self._dtype and dev == self.device and not kwargs.get("copy"):
            return self
        return shaping.copy_of(self, dt, dev)

    def type(self, dtype=None, non_blocking=False, **kwargs):
        if dtype is None:
            return "torch." + {"float32": "FloatTensor", "float64": "DoubleTensor", "int64": "LongTensor", "int32": "IntTensor", "uint8": "ByteTensor", "bool": "BoolTensor", "float16": "HalfTensor"}.get(self._dtype._name, "Tensor")
        if isinstance(dtype, str):
            import torch
            dtype = getattr(torch, dtype.rpartition(".")[2])
        return self.to(getattr(dtype, "_lens_dtype", dtype))

    def type_as(self, other):
        return self.to(other.dtype)

    def cpu(self, *args, **kwargs):
        return self.to("cpu")

    def cuda(self, device=None, *args, **kwargs):
        return self.to("cuda" if device is None else device)

    def pin_memory(self, *args):
        return self

    def share_memory_(self):
        return self

    def numpy(self, *, force=False):
        import numpy
        return numpy.array(self.tolist())

    def __array__(self, dtype=None):
        return self.numpy()

    # -- values

    def item(self):
        if self.numel() != 1:
            raise RuntimeError(f"a tensor with {self.numel()} elements has no single item")
        return core.need(self, "item()")[0]

    def tolist(self):
        flat = core.need(self, "tolist()")

        def nest(at, shape, strides):
            if not shape:
                return flat[at]
            return [nest(at + i * strides[0], shape[1:], strides[1:]) for i in range(shape[0])]
        return nest(0, tuple(self._shape), core.contiguous_strides(self._shape))

    def __bool__(self):
        if self.numel() != 1:
            raise RuntimeError("the truth value of a tensor with more than one element is ambiguous")
        return bool(core.need(self, "a condition")[0])

    def __int__(self):
        return int(self.item())

    def __float__(self):
        return float(self.item())

    def __complex__(self):
        return complex(self.item())

    def __index__(self):
        if self._dtype._category >= FLOAT:
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self.item())

    def __len__(self):
        if not self._shape:
            raise TypeError("a tensor of no dimensions has no length")
        return self._shape[0]

    def __iter__(self):
        if not self._shape:
            raise TypeError("a tensor of no dimensions cannot be iterated over")
        return iter(shaping.unbind(self, 0))

    def __reversed__(self):
        return OPS["flip"](self, 0)

    def __contains__(self, element):
        return element in core.need(self, "in")

    def __getitem__(self, key):
        return indexing.getitem(self, key)

    def __setitem__(self, key, value):
        indexing.setitem(self, key, value)

    def __hash__(self):
        return id(self)

    def __repr__(self, *, tensor_contents=None):
        found = values(self) if self.numel() <= 64 else None
        body = str(self.tolist()) if found is not None else f"..., size={tuple(self._shape)}"
        return f"tensor({body}, dtype={self._dtype})"

    def __format__(self, spec):
        return format(self.item(), spec) if not self._shape and spec else str(self)

    # -- autograd

    def backward(self, *args, **kwargs):
        pass

    def retain_grad(self):
        pass

    def register_hook(self, hook):
        from torch.utils.hooks import RemovableHandle
        return RemovableHandle({})

    # -- methods that real torch has in Python

    def split(self, split_size, dim=0):
        if isinstance(split_size, (list, tuple)):
            return shaping.split_with_sizes(self, split_size, dim)
        return shaping.split(self, split_size, dim)

    def norm(self, p="fro", dim=None, keepdim=False, dtype=None):
        return reduce.norm(self, 2 if p in ("fro", None) else p, dim, keepdim, dtype=dtype)

    def unique(self, sorted=True, return_inverse=False, return_counts=False, dim=None):
        import torch
        return torch.unique(self, sorted, return_inverse, return_counts, dim)

    def __torch_function__(self, *args, **kwargs):
        return NotImplemented


core.Tensor = Tensor
Tensor.__module__ = "torch"


def _operator(name, reflected=False):
    def run(self, other):
        if not isinstance(other, Tensor) and not core.is_number(other):
            return NotImplemented
        return OPS[name](other, self) if reflected else OPS[name](self, other)
    return run


for _dunder, _name in (("add", "add"), ("sub", "sub"), ("mul", "mul"), ("truediv", "div"), ("floordiv", "floor_divide"), ("mod", "remainder"), ("pow", "pow"), ("matmul", "matmul"),
                       ("and", "bitwise_and"), ("or", "bitwise_or"), ("xor", "bitwise_xor"), ("lshift", "bitwise_left_shift"), ("rshift", "bitwise_right_shift")):
    if _name not in OPS:
        continue
    setattr(Tensor, f"__{_dunder}__", _operator(_name))
    setattr(Tensor, f"__r{_dunder}__", _operator(_name, True))
    setattr(Tensor, f"__i{_dunder}__", (lambda n: lambda self, other: _in_place(OPS[n])(self, other))(_name))
for _dunder, _name in (("eq", "eq"), ("ne", "ne"), ("lt", "lt"), ("le", "le"), ("gt", "gt"), ("ge", "ge")):
    setattr(Tensor, f"__{_dunder}__", _operator(_name))
for _dunder, _name in (("neg", "neg"), ("abs", "abs"), ("invert", "bitwise_not")):
    setattr(Tensor, f"__{_dunder}__", (lambda n: lambda self: OPS[n](self))(_name))
Tensor.__pos__ = lambda self: self

for _name, _dt in (("float", "float32"), ("double", "float64"), ("half", "float16"), ("bfloat16", "bfloat16"), ("long", "int64"), ("int", "int32"), ("short", "int16"), ("char", "int8"),
                   ("byte", "uint8"), ("bool", "bool"), ("cfloat", "complex64"), ("cdouble", "complex128")):
    setattr(Tensor, _name, (lambda d: lambda self, memory_format=None: self.to(DTYPES[d]))(_dt))


def _names(text):
    return [n.partition("*")[0] for n in text.split()]


def _missing(name):
    def call(*args, **kwargs):
        raise NotBuilt(f"torch.Tensor.{name} was called while the module was loaded; the stand-in torch knows it by name only")
    return call


for _name in sorted(set(OPS) | set(create.DIRECT) | set(INPLACE) | set(_names(NAMES["torch.Tensor"].get("B", "")))):
    if _name in Tensor.__dict__ or _name.startswith("__"):
        continue
    if _name in create.DIRECT:
        _fn = create.DIRECT[_name]
    elif _name in INPLACE:
        _fn = _in_place(INPLACE[_name])
    elif _name in OPS:
        _fn = OPS[_name]
    elif _name.endswith("_") and _name[:-1] in OPS:
        _fn = _in_place(OPS[_name[:-1]])
    else:
        _fn = _missing(_name)
    setattr(Tensor, _name, _Method(_name, _fn))
