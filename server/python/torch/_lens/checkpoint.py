"""Reads what torch.save wrote: its zip files, the stream of torch before 1.6, the tar archive before 0.1.10.

A pickle is read with a list of what it may name: torch's own rebuilders, plain containers, and classes and functions that
the program could import. What would call something else (os.system, eval) ends the reading by its name.
Values are kept of storages of at most LIMIT numbers; of larger ones only the shape is.
"""
import array
import collections
import importlib
import io
import os
import pickle
import struct
import sys
import tarfile
import zipfile

import torch
from . import core, types

MAGIC = 0x1950A86A20F9469CFC6C
BLOCK = 512
MOST_PICKLE = 1 << 28

_STORAGES = {"Double": "float64", "Float": "float32", "Half": "float16", "BFloat16": "bfloat16", "Long": "int64", "Int": "int32", "Short": "int16", "Char": "int8", "Byte": "uint8", "Bool": "bool",
             "ComplexDouble": "complex128", "ComplexFloat": "complex64", "QInt8": "qint8", "QUInt8": "quint8", "QInt32": "qint32", "Untyped": "uint8"}
_CODES = {"float64": "d", "float32": "f", "int64": "q", "int32": "i", "int16": "h", "int8": "b", "uint8": "B", "bool": "B", "qint8": "b", "quint8": "B", "qint32": "i"}

#: Standard modules of which a checkpoint may hold classes, and functions that pickles of plain data call.
_PLAIN = {"collections": ("OrderedDict", "defaultdict", "Counter", "deque", "ChainMap", "UserDict"), "argparse": ("Namespace",), "types": ("SimpleNamespace",), "functools": ("partial",),
          "builtins": ("set", "frozenset", "complex", "bytearray", "slice", "range", "int", "float", "bool", "str", "list", "dict", "tuple", "bytes", "object"),
          "copyreg": ("_reconstructor", "__newobj__"), "copy_reg": ("_reconstructor",), "_codecs": ("encode",), "enum": ("Enum", "IntEnum"),
          "pathlib": ("Path", "PurePath", "PosixPath", "PurePosixPath", "WindowsPath", "PureWindowsPath"), "pathlib._local": ("Path", "PosixPath", "WindowsPath"),
          "datetime": ("datetime", "date", "time", "timedelta", "timezone"), "decimal": ("Decimal",), "fractions": ("Fraction",), "uuid": ("UUID",), "operator": ("itemgetter", "attrgetter"),
          "math": ("sqrt", "exp", "log", "floor", "ceil", "pow", "cos", "sin", "tanh"), "logging": ("Logger", "getLogger", "_getLogger")}


class StorageType:
    def __init__(self, name):
        self.dtype = types.DTYPES[name]


class Located:
    """A storage as a function given for `map_location` sees it."""

    def __init__(self, device):
        self.device = device

    def cpu(self):
        return Located(types.as_device("cpu"))

    def cuda(self, device=None):
        return Located(types.as_device("cuda" if device is None else device))


def located(location, map_location):
    """The device of a storage that was saved at `location`."""
    if map_location is None:
        chosen = location
    elif isinstance(map_location, dict):
        chosen = map_location.get(location, location)
    elif callable(map_location) and not isinstance(map_location, torch.device):
        made = map_location(Located(types.as_device(location)), location)
        chosen = location if made is None else getattr(made, "device", None) or "cpu"
    else:
        chosen = map_location
    return types.as_device(chosen)


def decoded(data, name, swap):
    """Numbers of a storage."""
    if name == "bfloat16":
        halves = array.array("H", data)
        if swap:
            halves.byteswap()
        return [struct.unpack("<f", struct.pack("<I", h << 16))[0] for h in halves]
    if name == "float16":
        return list(struct.unpack(("<" if not swap else ">") + f"{len(data) // 2}e", data))
    if name.startswith("complex"):
        parts = decoded(data, "float64" if name == "complex128" else "float32", swap)
        return [complex(parts[i], parts[i + 1]) for i in range(0, len(parts), 2)]
    code = _CODES.get(name)
    if code is None:
        return None
    found = array.array(code, data)
    if swap:
        found.byteswap()
    return [bool(v) for v in found] if name == "bool" else list(found)


def storage(numel, dtype, device, read, swap=False):
    """`read(bytes)` gives the first bytes of it."""
    values = None
    if numel <= core.LIMIT and device.type != "meta":
        values = decoded(read(numel * dtype._itemsize), dtype._name, swap)
    return core.Storage(numel, dtype, device, values)


def rebuilt(store, offset, size, stride, requires_grad=False, backward_hooks=None, metadata=None):
    made = object.__new__(torch.Tensor)
    made._storage, made._dtype = store, store.dtype
    made._shape, made._strides, made._offset = types.Size(size), tuple(stride), offset
    reach = 0 if 0 in tuple(size) else 1 + sum((n - 1) * s for n, s in zip(size, stride))
    if offset < 0 or any(n < 0 for n in size) or offset + reach > store.n:
        raise RuntimeError(f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset {offset} are out of bounds for a storage of {store.n} numbers")
    made._requires_grad, made._grad_fn, made._grad, made._base, made._version = bool(requires_grad), None, None, None, 0
    return made


def rebuilt_v3(store, offset, size, stride, requires_grad, backward_hooks, dtype, metadata=None):
    return rebuilt(store, offset, size, stride, requires_grad).to(dtype)


def rebuilt_parameter(data, requires_grad=True, backward_hooks=None, state=None):
    return torch.nn.Parameter(data, requires_grad)


def rebuilt_quantized(store, offset, size, stride, quantizer, requires_grad, backward_hooks):
    return rebuilt(store, offset, size, stride, requires_grad)


def rebuilt_meta(dtype, size, stride, requires_grad):
    return torch.empty(size, dtype=dtype, device="meta", requires_grad=requires_grad)


def from_type(func, new_type, args, state):
    made = func(*args)
    if new_type is not torch.Tensor:
        made = made._as_subclass(new_type)
    if isinstance(state, dict):
        made.__dict__.update(state)
    return made


def rebuilt_array(cls, shape, kind):
    return object.__new__(cls)


def rebuilt_number(kind, data):
    import numpy
    name = kind.name
    return kind.type(struct.unpack("<" + {"float16": "e", "bool": "?"}.get(name, _CODES.get(name, "q")), data if isinstance(data, bytes) else data.encode("latin1"))[0]) if name != "object" else numpy.float64(0)


class ArrayType:
    """Makes numpy's dtype of what is pickled of one."""

    def __new__(cls, kind, *flags):
        import numpy
        made = object.__new__(cls)
        made.order = "<"
        try:
            made.dtype = numpy.dtype(kind)
        except TypeError:
            made.dtype = numpy.dtype("object")
        return made

    name = property(lambda self: self.dtype.name)
    type = property(lambda self: self.dtype.type)

    def __setstate__(self, state):
        self.order = state[1] if len(state) > 1 else "<"


_REBUILDERS = {"_rebuild_tensor": rebuilt, "_rebuild_tensor_v2": rebuilt, "_rebuild_tensor_v3": rebuilt_v3, "_rebuild_parameter": rebuilt_parameter, "_rebuild_parameter_with_state": rebuilt_parameter,
               "_rebuild_qtensor": rebuilt_quantized, "_rebuild_meta_tensor_no_storage": rebuilt_meta}


def _storage_type(module, name):
    kind = _STORAGES.get(name.removesuffix("Storage")) if name.endswith("Storage") else None
    return StorageType(kind) if kind and module in ("torch", "torch.storage", "torch.cuda") else None


def _torch_own(module, name):
    """What stands for functions of torch that pickles of tensors call."""
    if module == "torch._utils" and name in _REBUILDERS:
        return _REBUILDERS[name]
    if module == "torch._tensor" and name == "_rebuild_from_type_v2":
        return from_type
    if module == "torch.serialization" and name == "_get_layout":
        return lambda text: getattr(torch, text.removeprefix("torch."))
    if module == "torch" and name in types.DTYPES:
        return types.DTYPES[name]
    if module == "torch.torch_version" and name == "TorchVersion":
        return str
    return _storage_type(module, name)


def _of_numpy(module, name):
    if name == "_reconstruct" and module.endswith("multiarray"):
        return rebuilt_array
    if name == "scalar" and module.endswith("multiarray"):
        return rebuilt_number
    return ArrayType if name == "dtype" else None


#: What `weights_only` lets through besides tensors, storages and dtypes; from torch 2 on some more.
_WEIGHTS = {"collections.OrderedDict", "torch.Size", "torch.Tensor", "torch.nn.parameter.Parameter"}
_WEIGHTS_2 = {"collections.Counter", "torch.device", "_codecs.encode", "builtins.bytearray", "builtins.set", "builtins.complex", "__builtin__.set", "__builtin__.bytearray", "__builtin__.complex"}
_TENSORS = {f"torch.{n}Tensor" for n in ("Float", "Double", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool")}
#: Instructions of pickles that torch 1.13's reader of weights does not know, of those that Python writes.
_UNKNOWN_OLD = {"BINFLOAT", "LONG4", "BINBYTES", "SHORT_BINBYTES", "FROZENSET", "STACK_GLOBAL", "MEMOIZE", "FRAME", "SHORT_BINUNICODE", "ADDITEMS", "DICT", "LIST", "FLOAT", "INT"}

_SAFE: list = []


def newer():
    """torch 2.6 or later; this module is the same for all releases, so it asks each time."""
    return torch.nn._target.v2_6


def refused(what):
    again = f" Pass weights_only=False{' (the default became True with torch 2.6)' if newer() else ''} if the file can be trusted."
    return pickle.UnpicklingError(f"Weights only load failed: {what}.{again}")


class Reader(pickle.Unpickler):
    """A pickle with `find_class` by list and storages by number."""

    def __init__(self, data, storage_of, weights_only=False):
        super().__init__(data, encoding="utf-8")
        self.storage_of = storage_of
        self.weights_only = weights_only

    def persistent_load(self, pid):
        if isinstance(pid, tuple) and pid and pid[0] in ("storage", b"storage"):
            return self.storage_of(pid)
        if isinstance(pid, tuple) and pid and pid[0] in ("module", b"module"):
            return pid[1]
        return self.storage_of(pid)

    def find_class(self, module, name):
        found = _torch_own(module, name)
        if found is not None:
            return found
        if self.weights_only:
            return self.allowed(module, name)
        if module.partition(".")[0] == "numpy":
            found = _of_numpy(module, name)
            if found is not None:
                return found
        return imported({"__builtin__": "builtins"}.get(module, module), name)

    def allowed(self, module, name):
        full = f"{module}.{name}"
        if full in _WEIGHTS or full in _TENSORS or newer() and full in _WEIGHTS_2:
            return imported({"__builtin__": "builtins"}.get(module, module), name)
        for safe in _SAFE:
            thing, known = safe if isinstance(safe, tuple) else (safe, f"{safe.__module__}.{safe.__qualname__}")
            if known == full:
                return thing
        raise refused(f"the checkpoint holds {full}, which is no tensor or plain data" + (f"; torch.serialization.add_safe_globals([{name.split('.')[0]}]) allows it" if newer() and module not in ("os", "sys", "posix", "nt") else ""))


def imported(module, name):
    """A class or function that the program can import; of the standard library only plain data."""
    top = module.partition(".")[0]
    if top in sys.stdlib_module_names or top in ("__builtin__", "posix", "nt", "lens", "js", "pyodide", "pyodide_js", "_pyodide_core"):
        if module != "__main__" and name not in _PLAIN.get(module, ()):
            raise hostile(f"{module}.{name}")
        if name in ("PosixPath", "WindowsPath"):
            module, name = "pathlib", "Pure" + name
    from lens import finder
    try:
        found = sys.modules.get(module) or importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name and (module == error.name or module.startswith(error.name + ".")):
            return finder.stand_in_class(module, name)
        raise
    for depth, part in enumerate(name.split(".")):
        if isinstance(found, finder.PlaceholderModule):
            return finder.stand_in_class(module, name)
        if depth and isinstance(found, type(sys)):  # names of pickles lead through classes only
            raise hostile(f"{module}.{name}")
        try:
            found = getattr(found, part)
        except AttributeError:
            if top == "torch":
                raise torch._lens.UnknownName(f"this checkpoint names {module}.{name}, which the stand-in torch does not have") from None
            raise AttributeError(f"Can't get attribute {name!r} on {sys.modules.get(module)!r}") from None
    home = str(getattr(found, "__module__", "") or "")
    if isinstance(found, type(sys)) or home.partition(".")[0] == "lens" or home != "__main__" and home.partition(".")[0] in sys.stdlib_module_names and getattr(found, "__name__", "") not in _PLAIN.get(home, ()) and not isinstance(found, type):
        raise hostile(f"{home or module}.{name}")
    return found


def hostile(what):
    return pickle.UnpicklingError(f"this checkpoint calls {what} when it is opened: that is no way to keep weights, and nothing of it was run")


class Source:
    """The bytes of a checkpoint: a path or an open file."""

    def __init__(self, f):
        self.owned = isinstance(f, (str, os.PathLike))
        self.file = open(f, "rb") if self.owned else f
        self.start = self.file.tell() if self.file.seekable() else 0
        self.size = self.file.seek(0, os.SEEK_END) - self.start
        self.file.seek(self.start)

    def head(self, length, at=0):
        self.file.seek(self.start + at)
        found = self.file.read(length)
        self.file.seek(self.start)
        return found

    def close(self):
        if self.owned:
            self.file.close()


def load(source, map_location, weights_only):
    """The object in a checkpoint. Raises what torch raises of a broken one."""
    if source.size == 0:
        raise EOFError("Ran out of input")
    if source.head(4) == b"PK\x03\x04":
        return _zip(source, map_location, weights_only)
    if source.head(5, 257) == b"ustar":
        return _tar(source, map_location, weights_only)
    return _stream(source, map_location, weights_only)


def _zip(source, map_location, weights_only):
    try:
        records = zipfile.ZipFile(source.file)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error):
        raise RuntimeError("PytorchStreamReader failed reading zip archive: failed finding central directory: the file was cut off, or not copied whole") from None
    names = records.namelist()
    if any(n.endswith("/constants.pkl") for n in names):
        return scripted(weights_only)
    pickled = next((n for n in names if n.endswith("/data.pkl") or n == "data.pkl"), None)
    if pickled is None:
        raise RuntimeError("PytorchStreamReader failed locating file data.pkl: file not found: this zip file is no checkpoint")
    top = pickled[:-len("data.pkl")]
    swap = f"{top}byteorder" in names and records.read(f"{top}byteorder").strip() == b"big"
    made = {}

    def storage_of(pid):
        _, kind, key, location, numel = pid
        if key not in made:
            name = f"{top}data/{key}"
            try:
                size = records.getinfo(name).file_size
            except KeyError:
                raise RuntimeError(f"PytorchStreamReader failed locating file data/{key}: file not found") from None
            if size < numel * kind.dtype._itemsize:
                raise RuntimeError(f"the record data/{key} of this checkpoint is shorter than its tensors")
            made[key] = storage(numel, kind.dtype, located(location, map_location), lambda n: records.open(name).read(n), swap)
        return made[key]

    if records.getinfo(pickled).file_size > MOST_PICKLE:
        raise RuntimeError("the pickle in this checkpoint is too large to be one")
    data = records.read(pickled)
    return read(io.BytesIO(data), storage_of, weights_only)


def read(data, storage_of, weights_only):
    if weights_only and not newer():
        import pickletools
        at = data.tell()
        for op, _, _ in pickletools.genops(data):
            if op.name in _UNKNOWN_OLD:
                raise refused(f"its reader does not know the instruction {op.name} of pickles in torch 1.13")
        data.seek(at)
    return Reader(data, storage_of, weights_only).load()


def scripted(weights_only):
    if weights_only and newer():
        raise RuntimeError("torch.load takes a TorchScript archive only with weights_only=False; torch.jit.load is made for it")
    return torch.jit.load("a TorchScript archive")


def _stream(source, map_location, weights_only):
    """Magic number, version, system, the object, keys, then the storages one after the other."""
    file = source.file
    made = {}
    if weights_only and source.head(1) not in (b"\x80", b"("):
        raise refused("this is no checkpoint of torch")
    first = Reader(file, made.get, weights_only).load()
    if first != MAGIC:
        raise RuntimeError("Invalid magic number; corrupt file?")
    Reader(file, made.get).load()
    Reader(file, made.get).load()
    def storage_of(pid):
        _, kind, key, location, numel = pid[:5]
        if key not in made:
            made[key] = core.Storage(numel, kind.dtype, located(location, map_location))
        return made[key]

    result = read(file, storage_of, weights_only)
    for key in Reader(file, made.get).load():
        count = struct.unpack("<q", file.read(8))[0]
        store = made.get(key)
        if store is None:
            raise RuntimeError("this checkpoint holds a storage that no tensor names: it is damaged")
        begin = file.tell()
        size = count * store.dtype._itemsize
        if count < 0 or begin - source.start + size > source.size:
            raise RuntimeError(f"unexpected EOF, expected {size} more bytes. The file might be corrupted.")
        if count <= core.LIMIT:
            store.data = decoded(file.read(size), store.dtype._name, False)
        file.seek(begin + size)
    return result


def _tar(source, map_location, weights_only):
    """Storages, tensors over them by number, and a pickle that names the tensors."""
    archive = tarfile.open(fileobj=source.file)
    part = {name: archive.extractfile(name) for name in ("storages", "tensors", "pickle")}
    stores, tensors = {}, {}
    file = part["storages"]
    for _ in range(Reader(file, stores.get, weights_only).load()):
        key, location, kind = Reader(file, stores.get, weights_only).load()
        count = struct.unpack("<q", file.read(8))[0]
        begin = file.tell()
        stores[key] = storage(count, kind.dtype, located(location, map_location), file.read)
        file.seek(begin + count * kind.dtype._itemsize)
    for key, root, offset, length in Reader(file, stores.get, weights_only).load():
        whole = stores[root]
        stores[key] = core.Storage(length, whole.dtype, whole.device, None if whole.data is None else whole.data[offset:offset + length])
    file = part["tensors"]
    for _ in range(Reader(file, stores.get, weights_only).load()):
        key, store, _ = Reader(file, stores.get, weights_only).load()
        rank = struct.unpack("<i", file.read(4))[0]
        file.read(4)
        shape, strides = (struct.unpack(f"<{rank}q", file.read(8 * rank)) for _ in range(2))
        offset = struct.unpack("<q", file.read(8))[0]
        tensors[key] = rebuilt(stores[store], offset, shape, strides)
    return Reader(part["pickle"], lambda pid: pid[0] if isinstance(pid, tuple) else tensors[int(pid)], weights_only).load()
