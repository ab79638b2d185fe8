"""A stand-in for torch: modules, tensors with shapes and small values, and every name that TorchScript knows."""
import builtins as _py
import importlib as _importlib
import math as _math
import os as _os
import sys as _sys
import types as _pytypes

from ._lens import NotBuilt as _NotBuilt, UnknownName as _UnknownName, UnknownValue as _UnknownValue  # noqa: F401
from ._lens import core as _core, release as _release, types as _types
from ._lens.builtin import Builtin as _Builtin, fill as _fill
from ._lens.types import Generator, Size, default_generator, device, dtype, finfo, iinfo, layout, memory_format, qscheme  # noqa: F401
from ._tensor import Tensor, implementation as _implementation, listed as _listed, ASK as _ASK
from . import version

inf, nan, pi, e, newaxis = _math.inf, _math.nan, _math.pi, _math.e, None
has_cuda = has_cudnn = has_mps = False
has_mkldnn = True
globals().update(_types.DTYPES)
globals().update({_alias: _types.DTYPES[_name] for _alias, _name in _types.DTYPE_ALIASES.items()})
globals().update(_types.LAYOUTS)
globals().update(_types.FORMATS)
globals().update(_types.QSCHEMES)

__version__ = version.__version__
_lens_version = tuple(_py.int(_p) for _p in __version__.split(".")[:2])


# -- functions that real torch has in Python

def typename(obj, /):
    if isinstance(obj, Tensor):
        return obj.type()
    module = getattr(obj, "__module__", "") or ""
    name = getattr(obj, "__qualname__", "") or ""
    if not name:
        module, name = type(obj).__module__ or "", type(obj).__qualname__
    return name if module in ("", "builtins") else f"{module}.{name}"


def is_tensor(obj, /):
    return isinstance(obj, Tensor)


def is_storage(obj, /):
    return type(obj) in _storage_classes or isinstance(obj, _core.Storage)


def set_default_dtype(d, /):
    if not isinstance(d, dtype) or not d.is_floating_point:
        raise TypeError(f"the default dtype must be a floating point dtype, not {d}")
    _types.Default.dtype = d


def set_default_tensor_type(t, /):
    found = getattr(_sys.modules["torch"], t.rpartition(".")[2]) if isinstance(t, str) else t
    _types.Default.dtype = found._lens_dtype


def set_default_device(device):
    _types.Default.device = None if device is None else _types.as_device(device)


def get_default_device():
    return _types.as_device(None)


def manual_seed(seed):
    return default_generator.manual_seed(_py.int(seed))


def seed():
    return default_generator.seed()


def initial_seed():
    return default_generator.initial_seed()


def get_rng_state():
    return default_generator.get_state()


def set_rng_state(new_state):
    default_generator.set_state(new_state)


class _Switches:
    """Settings that are kept and change nothing."""
    deterministic = False
    warn_only = False
    matmul = "highest"
    warn_always = False
    debug_mode = 0


def use_deterministic_algorithms(mode, *, warn_only=False):
    _Switches.deterministic, _Switches.warn_only = mode, warn_only


def are_deterministic_algorithms_enabled():
    return _Switches.deterministic


def is_deterministic_algorithms_warn_only_enabled():
    return _Switches.warn_only


def set_deterministic_debug_mode(debug_mode):
    _Switches.debug_mode = debug_mode


def get_deterministic_debug_mode():
    return _Switches.debug_mode


def set_float32_matmul_precision(precision):
    _Switches.matmul = precision


def get_float32_matmul_precision():
    return _Switches.matmul


def set_warn_always(b, /):
    _Switches.warn_always = b


def is_warn_always_enabled():
    return _Switches.warn_always


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None):
    pass


def compiled_with_cxx11_abi():
    return True


def get_file_path(*path_components):
    return _os.path.join(_os.path.dirname(__file__), *path_components)


def prepare_multiprocessing_environment(path):
    pass


def _assert(condition, message):
    if type(condition) is not Tensor and hasattr(condition, "__torch_function__"):
        return
    assert condition, message


def _check(cond, message=None):
    if not cond:
        raise RuntimeError(message() if message else "a condition does not hold")


def _check_index(cond, message=None):
    if not cond:
        raise IndexError(message() if message else "a condition does not hold")


def _check_value(cond, message=None):
    if not cond:
        raise ValueError(message() if message else "a condition does not hold")


def _check_type(cond, message=None):
    if not cond:
        raise TypeError(message() if message else "a condition does not hold")


def _check_is_size(i, message=None, *, max=None):
    _check(i >= 0, message)


def _check_tensor_all(cond, message=None):
    _check(cond.all(), message)


def sym_int(a):
    return _py.int(a)


def sym_float(a):
    return _py.float(a)


def sym_not(a):
    return not a


def sym_max(a, b):
    return a if a > b else b


def sym_min(a, b):
    return a if a < b else b


def sym_ite(b, t, f):
    return t if b else f


def sym_sum(*args):
    # several summands came after 2.6
    items = args[0] if len(args) == 1 and (isinstance(args[0], (list, tuple)) or _lens_version < (2, 7)) else args
    return _py.sum(items)


def sym_sqrt(a):
    return _math.sqrt(a)


def compile(model=None, *, fullgraph=False, dynamic=None, backend="inductor", mode=None, options=None, disable=False, **kwargs):
    from torch._dynamo.eval_frame import optimized
    if model is None:
        return lambda m: optimized(m, disable)
    return optimized(model, disable)


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    from torch._lens.batches import vmapped
    return vmapped(func, in_dims, out_dims)


def cond(pred, true_fn, false_fn, operands=()):
    return true_fn(*operands) if pred else false_fn(*operands)


def from_dlpack(ext_tensor, **kwargs):
    return ext_tensor if isinstance(ext_tensor, Tensor) else from_numpy(ext_tensor)


def get_device_module(device=None):
    return _sys.modules["torch"].cpu


def _has_compatible_shallow_copy_type(tensor, from_):
    return True


# -- what torch has as C functions

_NATIVE = {
    "is_grad_enabled": lambda: _core.Mode.grad, "is_inference_mode_enabled": lambda: False, "get_default_dtype": lambda: _types.Default.dtype, "get_num_threads": lambda: 1,
    "set_num_threads": lambda n: None, "get_num_interop_threads": lambda: 1, "set_num_interop_threads": lambda n: None, "is_autocast_enabled": lambda *a: False,
    "is_autocast_cpu_enabled": lambda: False, "get_autocast_gpu_dtype": lambda: _types.DTYPES["float16"], "get_autocast_cpu_dtype": lambda: _types.DTYPES["bfloat16"],
    "get_autocast_dtype": lambda device_type: _types.DTYPES["bfloat16" if device_type == "cpu" else "float16"], "is_autocast_cache_enabled": lambda: True,
    "set_autocast_enabled": lambda *a: None, "set_autocast_gpu_dtype": lambda *a: None, "clear_autocast_cache": lambda: None, "autocast_increment_nesting": lambda: 1, "autocast_decrement_nesting": lambda: 0,
    "is_anomaly_enabled": lambda: False, "set_flush_denormal": lambda mode: True, "result_type": lambda a, b: _core.result_dtype(a, b), "promote_types": lambda a, b: _types.promote(a, b),
    "can_cast": lambda from_, to: from_._category <= to._category and not (from_.is_signed and not to.is_signed and to._name.startswith("uint")), "numel": lambda input: _core.numel(input._shape),
    "is_floating_point": _ASK["is_floating_point"], "is_complex": _ASK["is_complex"], "is_signed": _ASK["is_signed"], "is_nonzero": _ASK["is_nonzero"], "is_same_size": _ASK["is_same_size"],
    "is_conj": lambda input: False, "is_neg": lambda input: False, "is_inference": lambda input: False, "is_distributed": lambda input: False, "get_device": _ASK["get_device"],
    "is_vulkan_available": lambda: False, "_is_zerotensor": lambda input: False, "_has_compatible_shallow_copy_type": _has_compatible_shallow_copy_type, "_use_cudnn_ctc_loss": lambda *a: False,
    "cudnn_is_acceptable": lambda *a: False, "_nnpack_available": lambda: False, "_shape_as_tensor": lambda input: tensor(list(input._shape)), "_reshape_from_tensor": lambda input, shape: input.reshape(shape.tolist()),
    "detach": lambda input: input.detach(), "detach_": lambda input: input.detach_(), "set_grad_enabled": None, "_weight_norm": None,
}
_NATIVE = {_name: _f for _name, _f in _NATIVE.items() if _f is not None}
_PYTHON = frozenset(_listed("torch", "F")) - frozenset(_listed("torch", "B"))


def _operation(name):
    return _NATIVE.get(name) or (_implementation(name) if name not in _PYTHON else None)


_fill(globals(), "torch", ("B",), _operation, lambda name: ("torch." + name,))
del _has_compatible_shallow_copy_type
_has_compatible_shallow_copy_type = _Builtin("_has_compatible_shallow_copy_type", lambda a, b: True, ("torch._has_compatible_shallow_copy_type",))


# -- classes

class Stream:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __init__(self, *args, **kwargs):
        self.device = _types.CPU

    def synchronize(self):
        pass

    wait_stream = wait_event = record_event = synchronize

    def query(self):
        return True


class Event(Stream):
    def record(self, stream=None):
        pass

    def elapsed_time(self, other):
        return 0.0


class OutOfMemoryError(RuntimeError):
    pass


class AcceleratorError(RuntimeError):
    pass


class UntypedStorage:
    def __init__(self, *args, **kwargs):
        raise _NotBuilt("storages are not built in the stand-in torch")


class TypedStorage(UntypedStorage):
    pass


Storage = TypedStorage
_storage_classes = {UntypedStorage, TypedStorage}
for _name in ("Double", "Float", "Half", "Long", "Int", "Short", "Char", "Byte", "Bool", "BFloat16", "ComplexDouble", "ComplexFloat"):
    _cls = globals()[_name + "Storage"] = type(_name + "Storage", (TypedStorage,), {"__module__": "torch"})
    _storage_classes.add(_cls)


class SymInt:
    """Numbers of the tracer; nothing here is one."""

    def __init__(self, node):
        self.node = node


class SymFloat(SymInt):
    pass


class SymBool(SymInt):
    pass


class _LegacyMeta(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, Tensor) and instance.dtype is cls._lens_dtype and instance.type().rpartition(".")[0] == cls.__module__

    def __call__(cls, *args, device=None, **kwargs):
        if len(args) == 1 and isinstance(args[0], Tensor):
            return args[0].to(cls._lens_dtype)
        if args and not isinstance(args[0], (_py.int, Size)):
            return tensor(args[0], dtype=cls._lens_dtype, device=device)
        return empty(*(args or (0,)), dtype=cls._lens_dtype, device=device)


_tensor_classes = set()
for _name, _dt in (("FloatTensor", "float32"), ("DoubleTensor", "float64"), ("HalfTensor", "float16"), ("BFloat16Tensor", "bfloat16"), ("LongTensor", "int64"), ("IntTensor", "int32"),
                   ("ShortTensor", "int16"), ("CharTensor", "int8"), ("ByteTensor", "uint8"), ("BoolTensor", "bool")):
    _cls = globals()[_name] = _LegacyMeta(_name, (), {"__module__": "torch", "_lens_dtype": _types.DTYPES[_dt], "dtype": _types.DTYPES[_dt]})
    _tensor_classes.add(_cls)

from . import _VF, overrides, special, fft, linalg, _C, types  # noqa: E402
from . import utils  # noqa: E402
from . import autograd  # noqa: E402
from .autograd.grad_mode import enable_grad, inference_mode, no_grad, set_grad_enabled  # noqa: E402,F401
from .ops import classes, ops  # noqa: E402,F401
quantized_lstm, quantized_gru = ops.aten.quantized_lstm, ops.aten.quantized_gru

_SPECIAL = frozenset(("stft", "istft", "lu", "cdist", "norm", "unique", "unique_consecutive", "tensordot", "compiled_with_cxx11_abi", "get_device_module", "lobpcg"))
_hidden = {}


def _import_rest():
    """What may differ between releases (see _lens/release.py)."""
    names = globals()
    names["_jit_internal"] = _importlib.import_module("torch._jit_internal")
    names["functional"] = functional = _importlib.import_module("torch.functional")
    for name in functional.__all__:
        names[name] = getattr(functional, name)
    other_release = _importlib.import_module("torch._lens.absent").gone
    for name in ("amp", "backends", "nn", "jit", "random", "serialization", "cuda", "cpu", "mps", "xpu", "futures", "optim", "distributed", "multiprocessing", "onnx", "hub", "fx", "distributions", "ao",
                 "quantization", "profiler", "testing", "sparse", "library", "compiler", "_dynamo", "package", "export", "func", "masked", "nested", "accelerator", "mtia", "return_types", "storage",
                 "_lowrank", "_lobpcg", "_utils", "__future__", "torch_version"):
        if not other_release("torch." + name, _lens_version):
            names[name] = _importlib.import_module("torch." + name)
    for name in ("intrinsic", "quantizable", "quantized", "qat"):
        _importlib.import_module("torch.nn." + name)
    names.update(load=names["serialization"].load, save=names["serialization"].save, autocast=names["amp"].autocast, GradScaler=names["amp"].GradScaler,
                 Future=names["futures"].Future, TorchVersion=names["torch_version"].TorchVersion)
    names["lobpcg"] = names["_lobpcg"].lobpcg
    names["__version__"] = names["TorchVersion"](version.__version__)
    for name in ("ScriptFunction", "ScriptModule", "ScriptList", "ScriptDict"):
        names[name] = getattr(names["jit"], name)
    _mark()
    _hide()
    _importlib.import_module("torch._lens.absent").install()


def _mark():
    """TorchScript takes every callable of torch for an operator of that name, apart from a few that it compiles."""
    for name in _listed("torch", "F"):
        fn = globals().get(name)
        if isinstance(fn, _pytypes.FunctionType) and name not in _SPECIAL and "__torch_names__" not in fn.__dict__ and fn.__module__.startswith("torch"):
            fn.__torch_names__ = ("torch." + name,)
    from .autograd import backward, grad
    backward.__torch_names__, grad.__torch_names__ = ("torch.autograd.backward",), ("torch.autograd.grad",)


def _own(value):
    if isinstance(value, property):
        return False
    if isinstance(value, _pytypes.ModuleType):
        # packages of torch itself, not what its files import
        return value.__name__.startswith("torch.") and value.__name__.count(".") == 1
    return not callable(value) or str(getattr(value, "__module__", "")).startswith("torch")


def _hide():
    """Takes away what only other releases have."""
    names = _sys.modules
    # what newer releases have when somebody asks for it
    lazy = ("onnx", "has_cuda", "has_cudnn", "has_mkldnn", "has_mps")
    for room in ("torch", "torch.Tensor", "torch._C._nn", "torch._VF", "torch.nn.functional", "torch.linalg", "torch.special", "torch.fft", "torch.jit"):
        owner = Tensor if room == "torch.Tensor" else names.get(room)
        for name in _release.absent(room, _lens_version) if owner is not None else ():
            if name in owner.__dict__ and (not name.startswith("_") or room == "torch" and name.startswith("_check")) and name not in lazy and _own(owner.__dict__[name]):
                _hidden.setdefault(room, {})[name] = owner.__dict__[name]
                delattr(owner, name)
    for room, name in _importlib.import_module("torch._lens.absent").elsewhere_only(_lens_version):
        owner = names.get(room)
        if owner is not None and name in owner.__dict__ and not name.startswith("_") and _own(owner.__dict__[name]):
            _hidden.setdefault(room, {})[name] = owner.__dict__[name]
            delattr(owner, name)


def _lens_set_version(text):
    """Which release is imitated; called by the loader before user code runs."""
    global _lens_version
    before = _lens_version
    version.__version__ = text
    _lens_version = tuple(_py.int(p) for p in text.split(".")[:2])
    globals()["__version__"] = TorchVersion(text)
    if _release.bit(before) == _release.bit(_lens_version):
        return
    for room, names in _hidden.items():
        owner = Tensor if room == "torch.Tensor" else _sys.modules[room]
        for name, value in names.items():
            setattr(owner, name, value)
    _hidden.clear()
    _release.import_anew(globals(), _import_rest)


def __getattr__(name):
    if name == "torch":  # its own file imports it
        return _sys.modules["torch"]
    if name.startswith("__"):
        raise AttributeError(f"module 'torch' has no attribute '{name}'")
    if name in _KNOWN and name not in _hidden.get("torch", ()):
        raise _UnknownName(f"torch.{name} is not known to the stand-in torch")
    raise AttributeError(f"module 'torch' has no attribute '{name}'")


from ._lens.names import NAMES as _NAMES  # noqa: E402

_KNOWN = {_n for _kind in _NAMES["torch"] for _n in _listed("torch", _kind)} - set(_release.absent("torch", _lens_version))
_import_rest()
_release.keep_codes()
