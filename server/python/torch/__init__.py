"""A stand-in for torch: modules, tensors with shapes and small values, and every name that TorchScript knows."""
import builtins as _py
import contextlib as _contextlib
import functools as _functools
import math as _math

from ._lens import NotBuilt, UnknownName, UnknownValue, core as _core, types as _types
from ._lens.builtin import Builtin as _Builtin, not_built as _not_built
from ._lens.names import NAMES as _NAMES
from ._lens.types import DTYPES as _DTYPES, Size, device, dtype, finfo, layout, memory_format, qscheme
from ._tensor import Tensor
from ._lens import create as _create, elementwise as _elementwise, layers as _layers
from ._lens.elementwise import INPLACE as _INPLACE, OPS as _OPS
from ._tensor import _in_place
from . import version

Tensor.__module__ = "torch"
inf, nan, pi, e = _math.inf, _math.nan, _math.pi, _math.e
newaxis = None
for _name, _value in _DTYPES.items():
    globals()[_name if _name != "bool_" else "bool"] = _value
for _alias, _name in (("float", "float32"), ("double", "float64"), ("half", "float16"), ("long", "int64"), ("int", "int32"), ("short", "int16"), ("cfloat", "complex64"), ("cdouble", "complex128"), ("chalf", "complex32")):
    globals()[_alias] = _DTYPES[_name]
for _table in (_types.layout, _types.memory_format, _types.qscheme):
    for _name, _value in getattr(_table, "_known", {}).items():
        globals()[_name] = _value
for _source in (getattr(_types, n, None) for n in ("LAYOUTS", "FORMATS", "QSCHEMES")):
    if isinstance(_source, dict):
        globals().update(_source)
iinfo = getattr(_types, "iinfo", finfo)

_lens_version = (2, 14)
__version__ = version.__version__


def _lens_set_version(text):
    """Which release is imitated; called by the loader before user code runs."""
    global _lens_version, __version__
    _lens_version = tuple(_py.int(p) for p in text.split(".")[:2])
    __version__ = version.__version__ = text
    from .nn import _target
    _target._version = _lens_version
    _target.v2_6 = _lens_version >= (2, 6)
    _target.v2_14 = _lens_version >= (2, 14)


def _listed(module, kind):
    for entry in _NAMES[module].get(kind, "").split():
        name, _, bits = entry.partition("*")
        yield name


#: Functions that real torch has at Python level.
_PYTHON_LEVEL = frozenset("typename is_tensor is_storage set_default_tensor_type set_default_dtype einsum norm split meshgrid cdist stft unique unique_consecutive tensordot broadcast_tensors cartesian_prod "
                          "block_diag chain_matmul lu atleast_1d atleast_2d atleast_3d broadcast_shapes align_tensors istft".split())
for _name in sorted({*_OPS, *_INPLACE, *_create.DIRECT, *_listed("torch", "B")} - _PYTHON_LEVEL):
    if _name in globals():
        continue
    if _name in _OPS:
        _fn = _OPS[_name]
    elif _name in _INPLACE:
        _fn = _in_place(_INPLACE[_name])
    elif _name in _create.DIRECT:
        _fn = _create.DIRECT[_name]
    else:
        _fn = _not_built("torch." + _name)
    globals()[_name] = _Builtin(_name, _fn, ("torch." + _name,))


class Generator:
    def __init__(self, device="cpu"):
        self.device = _types.as_device(device)
        self._seed = 0

    def manual_seed(self, seed):
        self._seed = seed
        return self

    def seed(self):
        return self._seed

    initial_seed = seed

    def get_state(self):
        return tensor([self._seed])

    def set_state(self, state):
        return self


class Stream:
    pass


class Storage:
    pass


default_generator = Generator()


def manual_seed(seed):
    import random
    random.seed(seed)
    return default_generator.manual_seed(_py.int(seed))


def seed():
    return default_generator.seed()


def initial_seed():
    return default_generator.initial_seed()


def get_rng_state():
    return default_generator.get_state()


def set_rng_state(state):
    pass


def typename(o):
    if isinstance(o, Tensor):
        return o.type()
    cls = o if isinstance(o, type) else type(o)
    return cls.__qualname__ if cls.__module__ in ("builtins", "__builtin__") else f"{cls.__module__}.{cls.__qualname__}"


def is_tensor(obj):
    return isinstance(obj, Tensor)


def is_storage(obj):
    return False


def get_default_dtype():
    return _types.Default.dtype


def set_default_dtype(d):
    _types.Default.dtype = d


def set_default_tensor_type(t):
    pass


def set_default_device(device):
    _types.Default.device = _types.as_device(device)


def get_default_device():
    return _types.as_device(None)


def is_grad_enabled():
    return _core.Mode.grad


def is_inference_mode_enabled():
    return False


def get_num_threads():
    return 1


def set_num_threads(n):
    pass


set_num_interop_threads = set_num_threads


def set_printoptions(*args, **kwargs):
    pass


def use_deterministic_algorithms(*args, **kwargs):
    pass


def set_float32_matmul_precision(precision):
    pass


def are_deterministic_algorithms_enabled():
    return False


def is_autocast_enabled(*args):
    return False


def compile(model=None, *args, **kwargs):
    return model if model is not None else (lambda m: m)


def compiled_with_cxx11_abi():
    return True


class _Switch(_contextlib.ContextDecorator):
    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def __call__(self, func):
        @_functools.wraps(func)
        def decorate_context(*args, **kwargs):
            with self:
                return func(*args, **kwargs)
        return decorate_context


class no_grad(_Switch):
    def __new__(cls, orig_func=None):
        made = super().__new__(cls)
        return made if orig_func is None else made(orig_func)

    def __enter__(self):
        self.prev = _core.Mode.grad
        _core.Mode.grad = False
        return self

    def __exit__(self, *exc):
        _core.Mode.grad = self.prev


class enable_grad(no_grad):
    def __enter__(self):
        self.prev = _core.Mode.grad
        _core.Mode.grad = True
        return self


class set_grad_enabled(no_grad):
    def __new__(cls, mode):
        return object.__new__(cls)

    def __init__(self, mode):
        self.prev = _core.Mode.grad
        _core.Mode.grad = mode

    def __enter__(self):
        return self


class inference_mode(no_grad):
    def __new__(cls, mode=True):
        made = object.__new__(cls)
        return made(mode) if callable(mode) else made

    def __init__(self, mode=True):
        pass


class autocast(_Switch):
    pass


def _legacy(name, dt):
    class Legacy(type):
        def __instancecheck__(cls, instance):
            return isinstance(instance, Tensor) and instance.dtype is _DTYPES[dt]

    def make(cls, *args, **kwargs):
        if len(args) == 1 and isinstance(args[0], (list, tuple)) and not isinstance(args[0], Size):
            return tensor(args[0], dtype=_DTYPES[dt])
        if len(args) == 1 and isinstance(args[0], Tensor):
            return args[0].to(_DTYPES[dt])
        return empty(*args, dtype=_DTYPES[dt])
    return Legacy(name, (), {"__new__": make, "__module__": "torch", "_lens_dtype": _DTYPES[dt]})


for _name, _dt in (("FloatTensor", "float32"), ("DoubleTensor", "float64"), ("HalfTensor", "float16"), ("BFloat16Tensor", "bfloat16"), ("LongTensor", "int64"), ("IntTensor", "int32"),
                   ("ShortTensor", "int16"), ("CharTensor", "int8"), ("ByteTensor", "uint8"), ("BoolTensor", "bool")):
    globals()[_name] = _legacy(_name, _dt)

from . import _C, _VF, overrides, types, functional  # noqa: E402
from .functional import *  # noqa: E402,F401,F403
from . import _jit_internal  # noqa: E402
from . import autograd, utils, backends  # noqa: E402
from . import nn  # noqa: E402
from . import jit, random, serialization, cuda, backends, linalg, fft, special, ops as _ops_module  # noqa: E402
from .ops import ops, classes  # noqa: E402
from .serialization import load, save  # noqa: E402
from . import optim, distributed, multiprocessing, onnx, hub, fx, quantization, ao, distributions, profiler, testing, futures, sparse, amp, library, compiler  # noqa: E402
from .random import fork_rng  # noqa: E402
from .autograd import Function as _Function  # noqa: E402

_PUBLIC_CLASSES = ("Size", "Tensor")
BoolType = IntType = None


class OutOfMemoryError(RuntimeError):
    pass


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise UnknownName(f"torch.{name} is not known to the stand-in torch")
