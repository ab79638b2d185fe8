"""Plain value types of torch: dtype, device, layout, memory format, Size, finfo ... (answers to torch/csrc/{Dtype,Device,Layout,Size,...}.cpp)."""
import math
import struct
import sys
from array import array

BOOL, INT, FLOAT, COMPLEX = range(4)


def _wrap(bits, signed):
    size, half = 1 << bits, 1 << (bits - 1)
    low, high = (-half, half - 1) if signed else (0, size - 1)

    def cast(values):
        out = []
        for v in values:
            if isinstance(v, float):
                v = int(v) if math.isfinite(v) else low
            elif isinstance(v, complex):
                v = int(v.real)
            else:
                v = int(v)
            if not low <= v <= high:
                v &= size - 1
                if signed and v >= half:
                    v -= size
            out.append(v)
        return out
    return cast


def _real(v):
    return v.real if isinstance(v, complex) else v


def _to_bool(values):
    return [bool(v) for v in values]


def _to_double(values):
    return [float(_real(v)) for v in values]


def _to_single(values):
    try:
        return array("f", values).tolist()
    except (TypeError, OverflowError):
        return [_single(float(_real(v))) for v in values]


def _single(v):
    try:
        return struct.unpack("f", struct.pack("f", v))[0]
    except OverflowError:
        return math.copysign(math.inf, v)


def _half(v):
    try:
        return struct.unpack("e", struct.pack("e", v))[0]
    except OverflowError:
        return math.copysign(math.inf, v)


def _to_half(values):
    return [_half(float(_real(v))) for v in values]


def _bfloat(v):
    v = _single(v)
    if v != v or math.isinf(v):
        return v
    bits = struct.unpack("I", struct.pack("f", v))[0]
    bits = (bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000
    return struct.unpack("f", struct.pack("I", bits))[0]


def _to_bfloat(values):
    return [_bfloat(float(_real(v))) for v in values]


def _to_cdouble(values):
    return [complex(v) for v in values]


def _to_cfloat(values):
    return [complex(_single(complex(v).real), _single(complex(v).imag)) for v in values]


class dtype:
    """A kind of number. The objects are singletons; user code cannot make one."""

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'torch.dtype' instances")

    is_floating_point = property(lambda self: self._category == FLOAT)
    is_complex = property(lambda self: self._category == COMPLEX)
    is_signed = property(lambda self: self._category not in (BOOL,) and not self._name.startswith(("uint", "quint")))
    itemsize = property(lambda self: self._itemsize)

    def to_real(self):
        return {"complex32": DTYPES["float16"], "complex64": DTYPES["float32"], "complex128": DTYPES["float64"]}.get(self._name, self)

    def to_complex(self):
        return {"float16": DTYPES["complex32"], "float32": DTYPES["complex64"], "float64": DTYPES["complex128"]}.get(self._name, self)

    def __repr__(self):
        return "torch." + self._name

    def __reduce__(self):
        return self._name

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


dtype.__module__ = "torch"

DTYPES = {}


def _dtype(name, category, itemsize, cast, rank):
    made = object.__new__(dtype)
    made._name, made._category, made._itemsize, made._cast, made._rank = name, category, itemsize, cast, rank
    DTYPES[name] = made


for _row in (
    ("bool", BOOL, 1, _to_bool, 0),
    ("uint8", INT, 1, _wrap(8, False), 1), ("int8", INT, 1, _wrap(8, True), 1),
    ("int16", INT, 2, _wrap(16, True), 2), ("int32", INT, 4, _wrap(32, True), 3), ("int64", INT, 8, _wrap(64, True), 4),
    ("uint16", INT, 2, _wrap(16, False), 2), ("uint32", INT, 4, _wrap(32, False), 3), ("uint64", INT, 8, _wrap(64, False), 4),
    ("float16", FLOAT, 2, _to_half, 5), ("bfloat16", FLOAT, 2, _to_bfloat, 5), ("float32", FLOAT, 4, _to_single, 6), ("float64", FLOAT, 8, _to_double, 7),
    ("complex32", COMPLEX, 4, _to_cfloat, 8), ("complex64", COMPLEX, 8, _to_cfloat, 9), ("complex128", COMPLEX, 16, _to_cdouble, 10),
    ("qint8", INT, 1, _wrap(8, True), 1), ("quint8", INT, 1, _wrap(8, False), 1), ("qint32", INT, 4, _wrap(32, True), 1),
    ("quint4x2", INT, 1, _wrap(8, False), 1), ("quint2x4", INT, 1, _wrap(8, False), 1),
    ("float8_e4m3fn", FLOAT, 1, _to_half, 4.5), ("float8_e5m2", FLOAT, 1, _to_half, 4.5), ("float8_e4m3fnuz", FLOAT, 1, _to_half, 4.5),
    ("float8_e5m2fnuz", FLOAT, 1, _to_half, 4.5), ("float8_e8m0fnu", FLOAT, 1, _to_half, 4.5), ("float4_e2m1fn_x2", FLOAT, 1, _to_half, 4.5),
    *((f"{s}int{n}", INT, 1, _wrap(8, s == ""), 1) for s in ("", "u") for n in range(1, 8)),
    *((n, INT, 1, _wrap(8, False), 1) for n in ("bits8", "bits16", "bits1x8", "bits2x4", "bits4x2", "bcomplex32")),
):
    _dtype(*_row)

#: Second names, as real torch has them.
DTYPE_ALIASES = {
    "float": "float32", "double": "float64", "half": "float16", "cfloat": "complex64", "cdouble": "complex128", "chalf": "complex32",
    "short": "int16", "int": "int32", "long": "int64", "bit": "uint1",
}

_OF_PYTHON = {float: DTYPES["float64"], int: DTYPES["int64"], bool: DTYPES["bool"], complex: DTYPES["complex128"]}


def of_python(kind):
    """The dtype that torch takes a type of Python for (THPDtype in torch/csrc/utils/python_arg_parser.h)."""
    found = None if kind is complex and sys.modules["torch"]._lens_version < (2, 0) else _OF_PYTHON.get(kind)
    if found is None:
        raise TypeError(f"argument 'dtype' must be a torch.dtype, not {kind.__name__}")
    return found


float32, float64, int64, int32, uint8, bool_ = (DTYPES[n] for n in ("float32", "float64", "int64", "int32", "uint8", "bool"))


class Default:
    """The dtype and device for what is made without naming them."""
    dtype = float32
    device = None


def complex_of(real):
    return DTYPES["complex128"] if real is float64 else DTYPES["complex64"]


def of_scalar(value):
    """The dtype torch gives to a Python number."""
    if isinstance(value, bool):
        return bool_
    if isinstance(value, int):
        return int64
    if isinstance(value, float):
        return Default.dtype
    if isinstance(value, complex):
        return complex_of(Default.dtype)
    raise TypeError(f"a Python number is needed here, not {type(value).__name__}")


def promote(a, b):
    """The dtype that holds both."""
    if a is b:
        return a
    if a._category == COMPLEX or b._category == COMPLEX:
        wide = {a._name, b._name} & {"complex128", "float64"}
        if wide:
            return DTYPES["complex128"]
        if {a._name, b._name} <= {"complex32", "float16"} or "complex32" in (a._name, b._name) and min(a._category, b._category) < FLOAT:
            return DTYPES["complex32"]
        return DTYPES["complex64"]
    if a._category == FLOAT and b._category == FLOAT:
        if a._rank == b._rank:
            return float32
        return a if a._rank > b._rank else b
    if a._category != b._category:
        return a if a._category > b._category else b
    if a._rank == b._rank:  # int8 with uint8
        return DTYPES["int16"]
    if {a._name, b._name} == {"uint8", "int8"}:
        return DTYPES["int16"]
    return a if a._rank > b._rank else b


class _Named:
    """torch.strided and the like: one object per name."""

    def __new__(cls, *args, **kwargs):
        raise TypeError(f"cannot create 'torch.{cls.__name__}' instances")

    def __repr__(self):
        return "torch." + self._name

    def __reduce__(self):
        return self._name

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    @classmethod
    def _all(cls, names):
        made = {}
        for name in names.split():
            one = object.__new__(cls)
            one._name = name
            made[name] = one
        return made


class layout(_Named):
    pass


class memory_format(_Named):
    pass


class qscheme(_Named):
    pass


for _cls in (layout, memory_format, qscheme):
    _cls.__module__ = "torch"

LAYOUTS = layout._all("strided sparse_coo sparse_csr sparse_csc sparse_bsr sparse_bsc _mkldnn jagged")
FORMATS = memory_format._all("contiguous_format channels_last channels_last_3d preserve_format")
FORMATS["legacy_contiguous_format"] = FORMATS["contiguous_format"]
QSCHEMES = qscheme._all("per_tensor_affine per_channel_affine per_tensor_symmetric per_channel_symmetric per_channel_affine_float_qparams")

_DEVICE_TYPES = frozenset("cpu cuda ipu xpu mkldnn opengl opencl ideep hip ve fpga maia ort xla lazy vulkan mps meta hpu mtia privateuseone".split())


class device:
    def __new__(cls, type=None, index=None):
        if isinstance(type, device):
            return type
        if isinstance(type, int) and not isinstance(type, bool):
            type, index = "cuda", type
        if not isinstance(type, str):
            raise TypeError(f"a device is named by a string such as 'cuda:0', not by {type.__class__.__name__}")
        name, colon, number = type.partition(":")
        if colon:
            if index is not None:
                raise RuntimeError(f"the index of the device is given twice: in '{type}' and as {index}")
            if not number.isdigit():
                raise RuntimeError(f"Invalid device string: '{type}'")
            index = int(number)
        if name not in _DEVICE_TYPES:
            raise RuntimeError(f"'{name}' is not a device type of torch")
        key = (name, index)
        if key not in _devices:
            made = _devices[key] = object.__new__(cls)
            made.__dict__.update(type=name, index=index)
        return _devices[key]

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute '{name}' of 'torch.device' objects is not writable")

    def __str__(self):
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __repr__(self):
        return f"device(type='{self.type}'" + ("" if self.index is None else f", index={self.index}") + ")"

    def __reduce__(self):
        return device, ((self.type,) if self.index is None else (self.type, self.index))

    def __eq__(self, other):
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self):
        return hash((self.type, self.index))

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __enter__(self):
        _device_stack.append(Default.device)
        Default.device = self
        return self

    def __exit__(self, *exc):
        Default.device = _device_stack.pop()

    def __call__(self, func):
        import functools

        @functools.wraps(func)
        def with_device(*args, **kwargs):
            with self:
                return func(*args, **kwargs)
        return with_device


device.__module__ = "torch"
_devices = {}
_device_stack = []
CPU = device("cpu")
META = device("meta")


def as_device(value):
    if value is None:
        return Default.device or CPU
    made = value if isinstance(value, device) else device(value)
    if made.type == "cuda" and made.index is None:
        return device("cuda", 0)
    return made


def _whole(i):
    if isinstance(i, (str, bytes)):
        raise TypeError(f"torch.Size takes ints, not {type(i).__name__}")
    return i if hasattr(i, "_lens_size") else int(i)


class Size(tuple):
    def __new__(cls, items=()):
        return tuple.__new__(cls, [_whole(i) if type(i) is not int else i for i in items])

    def numel(self):
        return math.prod(self)

    def __repr__(self):
        return f"torch.Size([{', '.join(map(str, self))}])"

    def __getitem__(self, key):
        found = tuple.__getitem__(self, key)
        return Size(found) if isinstance(key, slice) else found

    def __add__(self, other):
        return Size(tuple(self) + tuple(other)) if isinstance(other, tuple) else NotImplemented

    def __radd__(self, other):
        if not isinstance(other, tuple):
            return NotImplemented
        joined = tuple(other) + tuple(self)
        return Size(joined) if sys.modules["torch"]._lens_version >= (2, 14) else joined

    def __mul__(self, times):
        return Size(tuple(self) * times)

    __rmul__ = __mul__

    def __reduce__(self):
        return Size, (tuple(self),)


Size.__module__ = "torch"

_FLOATS = {  # bits, eps, max, tiny, resolution
    "float16": (16, 2.0 ** -10, 65504.0, 2.0 ** -14, 1e-3, 2.0 ** -24),
    "bfloat16": (16, 2.0 ** -7, 3.3895313892515355e38, 2.0 ** -126, 1e-2, 2.0 ** -133),
    "float32": (32, 2.0 ** -23, 3.4028234663852886e38, 2.0 ** -126, 1e-6, 2.0 ** -149),
    "float64": (64, 2.0 ** -52, 1.7976931348623157e308, 2.0 ** -1022, 1e-15, 5e-324),
    "float8_e4m3fn": (8, 0.125, 448.0, 2.0 ** -6, 1.0, 2.0 ** -9),
    "float8_e5m2": (8, 0.25, 57344.0, 2.0 ** -14, 1.0, 2.0 ** -16),
}


class finfo:
    def __init__(self, type=None):
        kind = Default.dtype if type is None else type
        if not isinstance(kind, dtype) or kind._category not in (FLOAT, COMPLEX):
            raise TypeError(f"torch.finfo() needs a floating point dtype, not {kind}: use torch.iinfo for integers")
        kind = kind.to_real()
        self.bits, self.eps, self.max, self.tiny, self.resolution, subnormal = _FLOATS[kind._name]
        self.min, self.smallest_normal, self.dtype = -self.max, self.tiny, kind._name

    def __repr__(self):
        return f"finfo(resolution={self.resolution}, min={self.min}, max={self.max}, eps={self.eps}, smallest_normal={self.tiny}, tiny={self.tiny}, dtype={self.dtype})"

    def __eq__(self, other):
        return isinstance(other, finfo) and self.dtype == other.dtype

    def __hash__(self):
        return hash(self.dtype)


class iinfo:
    def __init__(self, type):
        if not isinstance(type, dtype) or type._category != INT:
            raise TypeError(f"torch.iinfo() needs an integer dtype, not {type}: use torch.finfo for floats")
        self.bits = type._itemsize * 8
        signed = type.is_signed
        self.min = -(1 << (self.bits - 1)) if signed else 0
        self.max = (1 << (self.bits - 1)) - 1 if signed else (1 << self.bits) - 1
        self.dtype = type._name

    def __repr__(self):
        return f"iinfo(min={self.min}, max={self.max}, dtype={self.dtype})"


finfo.__module__ = iinfo.__module__ = "torch"


class Generator:
    def __init__(self, device="cpu"):
        import random
        self.device = as_device(device)
        self._random = random.Random(0)
        self._seed = 67280421310721
        #: What was drawn since the start: [kind, how many, dtype, numbers of the distribution].
        self.log = []

    def manual_seed(self, seed):
        self._seed = int(seed)
        self._random.seed(self._seed)
        self.log.append(["seed", 0, "", [self._seed]])
        return self

    def note(self, kind, n, dtype, *numbers):
        """The recipe of what is drawn now."""
        self.log.append([kind, n, dtype._name, list(numbers)])
        return ("draw", len(self.log) - 1) if self is default_generator else None

    def initial_seed(self):
        return self._seed

    def seed(self):
        self.manual_seed(2147483647)
        return self._seed

    def get_state(self):
        from . import create
        return create.zeros(5056, dtype=uint8)

    def set_state(self, state):
        return self


Generator.__module__ = "torch"
default_generator = Generator()
