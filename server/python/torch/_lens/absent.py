"""Packages around the core that are not written: their names exist, know what they are, and refuse to be used.

So a module that only imports `torch.fx.graph` or names an observer in an annotation is loaded, and one that
really calls such a thing fails by its name. Which names there are is in around.py.
"""
import dis
import functools
import importlib
import importlib.machinery
import sys
import types

from . import NotBuilt, release
from .builtin import Builtin, not_built
from .around import AROUND
from .elsewhere import ELSEWHERE

_tables = None
_outside = None


def _read():
    """module -> (bits of the releases that have it, text of its names)"""
    global _tables
    if _tables is None:
        _tables = {}
        for line in AROUND.strip().replace("\n  ", " ").splitlines():
            head, _, rest = line.partition(" ")
            name, _, bits = head.partition("*")
            _tables[name] = (int(bits or 7), rest)
    return _tables


def _rows(module):
    """name -> (kind, value) of what the chosen release has in a module; torch itself shows what torch._C has."""
    return _rows_of("torch._C" if module == "torch" else module, release.bit(sys.modules["torch"]._lens_version))


@functools.lru_cache(maxsize=None)
def _rows_of(module, bit):
    found = _read().get(module)
    if found is None or not found[0] & bit:
        return {}
    rows = {}
    for entry in found[1].split():
        letter, _, rest = entry.partition(":")
        name, equals, value = rest.partition("=")
        name, _, bits = name.partition("*")
        if int(bits or 7) & bit:
            rows[name] = (letter, value)
    return rows


def listed_anywhere(module, name):
    """Is the name known, for this or another release? What is not may still be there in real torch: modules also hold what they import."""
    found = _read().get(module)
    return found is not None and any(entry.partition(":")[2].partition("=")[0].partition("*")[0] == name for entry in found[1].split())


def has(module, name):
    """Has the chosen release the name, as its modules show it?"""
    return name in _rows(module)


def asked_for(module):
    """Names that a module makes when they are asked for: what is listed, and modules in it that `import torch` brings along or that are in one not written."""
    names = set(_rows(module))
    start = f"{module}."
    unwritten = getattr(getattr(sys.modules.get(module), "__spec__", None), "loader", None) is Finder
    if module == "torch" or unwritten:
        within = {name[len(start):] for name in _read() if name.startswith(start) and "." not in name[len(start):] and _has(name)}
        names |= within if unwritten else within & sys.modules["torch"]._KNOWN
    if module == "torch":
        names.add("torch")  # its own file imports it
    return names


def gone(module, version):
    """Does the module, or a package that it is in, belong to other releases only?"""
    while module:
        found = _read().get(module)
        if found is not None and not found[0] & release.bit(version):
            return True
        module = module.rpartition(".")[0]
    return False


def elsewhere_only(version):
    """(module, name) of all that other releases have."""
    bit = release.bit(version)
    for module, (bits, text) in _read().items():
        for entry in text.split() if bits & bit else ():
            name, _, only = entry.partition(":")[2].partition("=")[0].partition("*")
            if only and not int(only) & bit:
                yield module, name


def _has(module):
    """Has the chosen release this module?"""
    if not module.startswith("torch.") or "torch" not in sys.modules:
        return False
    found = _read().get(module)
    version = getattr(sys.modules["torch"], "_lens_version", None)
    if version is None:
        return False
    return bool((_elsewhere(module) if found is None else found[0]) & release.bit(version))


def _elsewhere(module):
    """Bits of the releases that have a module of which only the name is known, or the package that it is in; 0 where none has."""
    global _outside
    if _outside is None:
        _outside = {}
        for line in ELSEWHERE.strip().replace("\n  ", " ").splitlines():
            parent, *leaves = line.split(" ")
            for leaf in leaves:
                name, _, bits = leaf.partition("*")
                _outside[f"{parent}.{name}"] = int(bits or 7)
    while module:
        if module in _outside:
            return _outside[module]
        module = module.rpartition(".")[0]
    return 0


class Absent:
    """A function or an object of torch that is not written."""

    __lens_placeholder__ = True

    def __init__(self, dotted):
        self.__dict__.update(_lens_name=dotted, __name__=dotted.rpartition(".")[2], __qualname__=dotted.rpartition(".")[2], __module__=dotted.rpartition(".")[0])

    def __call__(self, *args, **kwargs):
        if len(args) == 1 and not kwargs and isinstance(args[0], (types.FunctionType, type)):
            return args[0]  # most likely a decorator
        raise NotBuilt(f"{self._lens_name} was called while the module was loaded; the stand-in torch knows it by name only")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._lens_name}.{name}")

    #: So that it can be asked about as if it were a class.
    __bases__ = property(lambda self: ())

    def __mro_entries__(self, bases):
        return (_class(self._lens_name, "c"),)

    def __getitem__(self, item):
        return self

    def __or__(self, other):
        return self

    __ror__ = __or__

    def __repr__(self):
        return f"<{self._lens_name}, known by name only>"


def _refuse(dotted):
    def __init__(self, *args, **kwargs):
        raise NotBuilt(f"{dotted} was made while the module was loaded; the stand-in torch knows it by name only")
    return __init__


class _Class(type):
    def __getattr__(cls, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return Absent(f"{cls.__module__}.{cls.__name__}.{name}")


def _class(dotted, letter):
    module, _, name = dotted.rpartition(".")
    if letter == "x":
        return type(name, (RuntimeError,), {"__module__": module})
    if letter == "m":
        from torch.nn import Module
        return type(name, (Module,), {"__module__": module, "__init__": _refuse(dotted), "__lens_placeholder__": True})
    return _Class(name, (), {"__module__": module, "__init__": _refuse(dotted), "__lens_placeholder__": True})


def _written(module, name, letter):
    """The same thing where the stand-in has it: in a package above (`torch.optim.adam.Adam` is `torch.optim.Adam`) or under the other name of quantization's packages."""
    above = module
    while above:
        found = vars(sys.modules.get(above, types)).get(name) if above in sys.modules else None
        if found is not None and not isinstance(found, types.ModuleType) and isinstance(found, type) == (letter in "cemx"):
            return found
        above = above.rpartition(".")[0]
        if above == "torch":
            break
    if module.startswith("torch.ao."):
        return _written("torch." + module[len("torch.ao."):], name, letter)
    return None


#: Packages whose functions are operators to the script compiler.
OPERATORS = {
    "torch.sparse": "addmm log_softmax mm sampled_addmm softmax spdiags spsolve".split(), "torch.distributed.autograd": ["backward", "get_gradients"], "torch.autograd": ["has_torch_function"],
    "torch.cuda": ["classproperty"],
}

#: What is asked while modules are imported and has a harmless answer.
ANSWERS = {
    "torch.__config__.show": lambda: "", "torch.__config__.parallel_info": lambda: "",
    "torch.cuda.is_initialized": lambda: False, "torch.cuda.get_arch_list": list, "torch.cuda.get_rng_state": lambda *a: None, "torch.cuda.get_rng_state_all": list,
    "torch.cuda.set_rng_state": lambda *a: None, "torch.cuda.set_rng_state_all": lambda *a: None, "torch.cuda.seed": lambda: None, "torch.cuda.seed_all": lambda: None, "torch.cuda.initial_seed": lambda: 0,
    "torch.backends.cuda.is_built": lambda: False, "torch.backends.mps.is_available": lambda: False, "torch.backends.mps.is_built": lambda: False,
    "torch.distributed.is_nccl_available": lambda: False, "torch.distributed.is_gloo_available": lambda: False, "torch.distributed.is_mpi_available": lambda: False,
    "torch.profiler.kineto_available": lambda: False, "torch.utils.data.functional_datapipe": lambda name, enable_df_api_tracing=False: lambda cls: cls,
    "torch.distributed.is_torchelastic_launched": lambda: False, "torch._dynamo.is_compiling": lambda: False, "torch._dynamo.reset": lambda: None,
}


VALUES = {"torch._six.string_classes": (str, bytes), "torch._six.inf": float("inf"), "torch._six.nan": float("nan")}


def value(module, name):
    rows = _rows(module)
    if name not in rows:
        raise AttributeError(f"module '{module}' has no attribute '{name}'")
    letter, text = rows[name]
    dotted = f"{module}.{name}"
    if dotted in ANSWERS:
        return ANSWERS[dotted]
    if dotted in VALUES:
        return VALUES[dotted]
    if letter == "v":
        import ast
        return ast.literal_eval(text.replace("\\x20", " "))
    if name in OPERATORS.get(module, ()):
        return Builtin(name, not_built(dotted), (dotted,))
    found = _written(module, name, letter)
    if found is not None and hasattr(found, "_lens_dtype"):
        # tensors of a device or layout have classes of their own
        return type(found)(name, (), {"__module__": module, "_lens_dtype": found._lens_dtype, "dtype": found.dtype})
    if found is not None:
        return found
    return _class(dotted, letter) if letter in "cemx" else Absent(dotted)


def _lazily(module, before=None):
    """The `__getattr__` of a module."""
    full = module.__name__

    def __getattr__(name):
        if before is not None:
            try:
                return before(name)
            except AttributeError as error:
                first = error
        else:
            first = AttributeError(f"module '{full}' has no attribute '{name}'")
        if _has(f"{full}.{name}") and not _elsewhere(full):
            return importlib.import_module(f"{full}.{name}")
        if name.startswith("__") or name not in _rows(full):
            if not name.startswith("__") and (_elsewhere(full) or _only_imported(full, name)):
                return Absent(f"{full}.{name}")
            raise first
        made = value(full, name)
        setattr(module, name, made)
        return made
    __getattr__.__lens_absent__ = True
    return __getattr__


#: Modules of which every name of real torch is known.
COMPLETE = frozenset(("torch", "torch.nn", "torch.nn.functional", "torch.nn.init", "torch.linalg", "torch.fft", "torch.special", "torch.jit"))


#: Private names that the stand-in has for the newer releases: in an older one they are not there.
LATER = frozenset(("_drop",))


def _only_imported(module, name):
    """Is it `from module import name`, of something of torch's own that no table lists, and would nobody catch its absence? Then it is known by name only."""
    if "._" not in f"{module}.{name}" or listed_anywhere(module, name) or name in LATER:
        return False
    frame = sys._getframe(2)
    if dis.opname[frame.f_code.co_code[frame.f_lasti]] != "IMPORT_FROM":
        return False
    from lens import finder
    return not finder._has_way_round(frame)


class Finder:
    """Last on `sys.meta_path`: modules of torch that are not written."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if not _has(fullname):
            return None
        return importlib.machinery.ModuleSpec(fullname, Finder, is_package=True)

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        module.__path__ = []
        module.__lens_lazy__ = True
        module.__all__ = list(_rows(module.__name__))
        module.__getattr__ = _lazily(module)


class Refuser:
    """First on `sys.meta_path`: modules that are written, but for other releases."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        if fullname.startswith("torch.") and gone(fullname, sys.modules["torch"]._lens_version):
            raise ModuleNotFoundError(f"No module named '{fullname}'", name=fullname)


def install():
    """Gives the modules that are written the names they lack."""
    if Refuser not in sys.meta_path:
        sys.meta_path.insert(0, Refuser)
    if Finder not in sys.meta_path:
        sys.meta_path.append(Finder)
    for name in dict.fromkeys(("torch", *_read(), *(m for m in sys.modules if m.startswith("torch.")))):
        module = sys.modules.get(name)
        if module is None or getattr(module.__spec__, "loader", None) is Finder:
            continue
        before = module.__dict__.get("__getattr__")
        if not getattr(before, "__lens_absent__", False):
            module.__getattr__ = _lazily(module, before)
            # a module whose own __getattr__ answers to every name is not to be asked for all of them
            module.__lens_lazy__ = before is None or name == "torch"
