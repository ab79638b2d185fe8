"""Imports of what is missing.

A guarded import (inside `try` with a handler that would catch ImportError) of a missing package
raises, so that the code's own way out is taken. An unguarded one gets a placeholder: a module whose
every attribute is another placeholder, so that a model can be built although, say, cv2 is not there.
"""
import __future__
import abc
import ast
import dis
import functools
import hashlib
import importlib.abc
import importlib.machinery
import io
import linecache
import marshal
import operator
import os
import re
import sys
import types

from lens import annotations, distributions, dump, guards

#: Never replaced by a placeholder: their absence has to be seen.
STANDARD = frozenset(sys.stdlib_module_names)


#: Placeholders that were counted, iterated or compared: what follows from that is not what the package would have given.
TAKEN_FOR_DATA = []


def _metaclass_given(frame):
    """The metaclass that the class statement names which a frame is at; None without one."""
    code = frame.f_code
    if dis.opname[code.co_code[frame.f_lasti]] != "CALL_KW":
        return None
    before = [i for i in dis.get_instructions(code) if i.offset < frame.f_lasti][-3:]
    if before[-1].argval != ("metaclass",):
        return None
    path = [before[-2].argval] if before[-2].opname != "LOAD_ATTR" else [before[-3].argval, before[-2].argval]
    found = {**frame.f_globals, **frame.f_locals}.get(path[0])
    for name in path[1:]:
        found = getattr(found, name, None)
    return found if isinstance(found, type) else None


class _Meta(type):
    def __getattr__(cls, name):
        # the second is what Pyodide asks a class for that is held against an abstract one, such as Mapping
        if name.startswith("__") and name.endswith("__") or name == "_js_type_flags":
            raise AttributeError(name)
        return Placeholder(f"{cls.__name__}.{name}")


class Placeholder(metaclass=_Meta):
    """Stands for anything from a package that is not there: can be called, read, subclassed."""

    __lens_placeholder__ = True

    def __init__(self, *args, **kwargs):
        self.__dict__["_lens_name"] = args[0] if args and isinstance(args[0], str) else "placeholder"

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Placeholder(f"{self.__dict__.get('_lens_name', '?')}.{name}")

    def __call__(self, *args, **kwargs):
        # as a decorator it leaves the function alone
        if len(args) == 1 and not kwargs and isinstance(args[0], (types.FunctionType, type)):
            return args[0]
        return Placeholder(f"{self.__dict__.get('_lens_name', '?')}()")

    def _lens_module(self):
        """A module for it, where real code may have made one: other modules can hold that."""
        if not perhaps_module(self):
            return self
        origin = self.__dict__.get("_lens_name", "").removesuffix("()")
        kind = type(self).__name__ if type(self).__name__ != "Placeholder" else origin.rpartition(".")[2]
        return layer_class(kind, origin or named_by(self), {"__call__": lambda self, *args, **kwargs: Placeholder(f"{origin}()")})()

    #: So that issubclass and isinstance can be asked of it as of a class.
    __bases__ = property(lambda self: ())

    def __mro_entries__(self, bases):
        if any(isinstance(b, type) and issubclass(b, sys.modules["torch"].nn.Module) for b in bases):
            return (type("Mixin", (Mixin,), {"_lens_origin": self.__dict__.get("_lens_name", "")}),)
        # a metaclass of the class that is made, or of another base, is to be met by this base, too
        meta = _Meta
        for other in (*(type(b) for b in bases if isinstance(b, type)), _metaclass_given(sys._getframe(1))):
            if other is not None and not issubclass(meta, other):
                meta = other if issubclass(other, _Meta) else type("_Meta", (other, meta), {})
        make = abc.ABCMeta.__new__ if issubclass(meta, abc.ABCMeta) else type.__new__
        return (make(meta, "Placeholder", (Placeholder,), {"_lens_origin": self.__dict__.get("_lens_name", "")}),)

    def __getitem__(self, key):
        return Placeholder(f"{self.__dict__.get('_lens_name', '?')}[]")

    def __setitem__(self, key, value=None):
        pass

    __delitem__ = __setitem__

    def __iter__(self):
        # modules that are handed on by a star, or taken in by a container, would be missed in what is made of them
        code, at = sys._getframe(1).f_code, sys._getframe(1).f_lasti
        if (dis.opname[code.co_code[at]] in ("CALL_FUNCTION_EX", "LIST_EXTEND") or code.co_filename.endswith("/torch/nn/modules/container.py")) and perhaps_module(self):
            return iter((self[0],))  # how many there are is not known: no module can stand for them
        take_for_data(self)
        return iter(())

    def __len__(self):
        take_for_data(self)
        return 0

    def __bool__(self):
        return False

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False

    def __or__(self, other):
        return self

    __ror__ = __or__
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __or__
    __mod__ = __rmod__ = __pow__ = __rpow__ = __and__ = __rand__ = __matmul__ = __or__

    def __lt__(self, other):
        take_for_data(self)
        return False

    __gt__ = __le__ = __ge__ = __lt__

    def __hash__(self):
        return id(self)

    def __repr__(self):
        return f"<placeholder {self.__dict__.get('_lens_name', '?')}>"


def _is_written(reader):
    """Does the user's code read an attribute by its name, rather than ask for it?"""
    return not reader.f_code.co_filename.startswith("/lens/") and dis.opname[reader.f_code.co_code[reader.f_lasti]] == "LOAD_ATTR"


class Mixin:
    """Stands for a base of a module's class that is not there, beside one that is: the model is built as if it added nothing, and the compiler is told."""

    def __init__(self, *args, **kwargs):
        # what a mixin takes for itself is not known; nn.Module takes nothing
        if type(self).__mro__[type(self).__mro__.index(Mixin) + 1] is sys.modules["torch"].nn.Module:
            args, kwargs = (), {}
        super().__init__(*args, **kwargs)

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__()

    def __getattr__(self, name):
        try:
            return super().__getattr__(name)
        except AttributeError:
            # whether there is such an attribute is another question than what it is
            if name.startswith("__") or not _is_written(sys._getframe(1)):
                raise
            return Placeholder(f"{mixed_in(self)}.{name}")


def layer_class(name, origin, content):
    """A class of modules that comes from what is not there: what its forward would be is not known."""
    mixin = type("Mixin", (Mixin,), {"_lens_origin": origin})
    return type(name, (mixin, sys.modules["torch"].nn.Module), {"forward": Placeholder(f"{origin}.forward"), **content})


def mixed_in(value):
    """The name of what is not there among the bases of a module's class, or of the class of a module; else None."""
    cls = value if isinstance(value, type) else type(value)
    return next((base._lens_origin for base in cls.__mro__ if issubclass(base, Mixin) and "_lens_origin" in base.__dict__), None)


def _has_way_round(frame):
    """Is the import itself in a `try` for ImportError?"""
    if not guards.is_protected(frame):
        return False
    lines, _ = guards.lines_of(frame.f_code.co_filename, frame.f_lineno, ("ImportError", "ModuleNotFoundError"), ("Exception", "BaseException"), ("suppress",))
    return frame.f_lineno in lines


def _answer_for_all(module, frame):
    """`from missing import *`: the module that says so is asked for the names later on, by those who import them from it."""
    code = frame.f_code.co_code
    if dis.opname[code[frame.f_lasti]] != "CALL_INTRINSIC_1" or dis._intrinsic_1_descs[code[frame.f_lasti + 1]] != "INTRINSIC_IMPORT_STAR" or "__getattr__" in frame.f_globals:
        return
    importer = frame.f_globals.get("__name__")

    def __getattr__(name):
        if name == "__all__":
            _answer_for_all(module, sys._getframe(1))
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f"module {importer!r} has no attribute {name!r}")
        return Placeholder(f"{module}.{name}")
    frame.f_globals["__getattr__"] = __getattr__


#: Names of modules that Python or its libraries have a meaning for.
PYTHONS = frozenset(("__all__", "__cached__", "__dict__", "__dir__", "__file__", "__getattr__", "__loader__", "__path__", "__spec__", "__wrapped__"))


class PlaceholderModule(types.ModuleType):
    __lens_placeholder__ = True

    #: Compared with the oldest release that will do; what is not there is as new as anyone may ask for.
    __version__ = "99.0.0"

    def __getattr__(self, name):
        if name == "__all__":
            _answer_for_all(self.__name__, sys._getframe(1))
        if name.startswith("__") and name.endswith("__") and (name in PYTHONS or not _is_written(sys._getframe(1))):
            raise AttributeError(name)
        full = f"{self.__name__}.{name}"
        if full in sys.modules:
            return sys.modules[full]
        made = Placeholder(full)
        self.__dict__[name] = made
        return made


def stand_in_class(module, name):
    """Stands for a class of a module that is not there; noted as missing."""
    finder = next((f for f in sys.meta_path if type(f) is MissingFinder), None)
    if finder is not None and module not in finder.missing:
        finder.missing.append(module)
    return type(name.rpartition(".")[2], (Placeholder,), {"_lens_origin": module, "__setstate__": lambda self, state: self.__dict__.update(state if isinstance(state, dict) else {})})


#: Bytes of C's types on 64-bit Linux.
C_SIZES = {
    1: "bool byte ubyte char int8 uint8", 2: "short ushort int16 uint16", 4: "int uint float wchar int32 uint32", 16: "longdouble",
    8: "long ulong longlong ulonglong double size_t ssize_t int64 uint64 void_p char_p wchar_p",
}


def without_c(name):
    """ctypes, or a module of it: calls into C are closed off, and importing the real one would fail. How large C's types are is known."""
    sizes = {f"ctypes.c_{kind}": size for size, kinds in C_SIZES.items() for kind in kinds.split()}
    module = PlaceholderModule(name)
    module.sizeof = lambda kind: sizes.get(kind.__dict__.get("_lens_name")) or Placeholder("ctypes.sizeof()")
    return module


#: Calls that give placeholders for what files hold that are not there.
FILES = re.compile(r"(?:torch\.load|load_state_dict_from_url)\('[^']*'\)")


def named_by(value):
    """The name of the package that a placeholder stands for, or the call that should have read a file; else None."""
    cls = value if isinstance(value, type) else type(value)
    if issubclass(cls, Placeholder):
        origin = getattr(cls, "_lens_origin", "") if isinstance(value, type) or "_lens_origin" in dir(cls) else value.__dict__.get("_lens_name", "")
        read = FILES.match(origin)
        return read[0] if read else origin.partition("(")[0].partition(".")[0] or None
    return value.__name__.partition(".")[0] if isinstance(value, PlaceholderModule) else None


#: Packages of data, settings, output and training, besides NATIVE: nothing of theirs is a module.
NO_MODULES = frozenset((
    "yacs easydict addict munch omegaconf hydra ml_collections gin absl fire click typer tqdm rich loguru tabulate termcolor colorama prettytable joblib pandas networkx nltk spacy jieba tokenizers "
    "sentencepiece tiktoken gym gymnasium ray lmdb msgpack redis ujson orjson albumentations imageio skimage shapely thop ptflops fvcore torchinfo torchsummary neptune aim swanlab visdom librosa soundfile"
).split())


def perhaps_module(value):
    """May real code have made a module where this stands? What was called, or is of a class derived from what is not there."""
    package = named_by(value)
    name = value.__dict__.get("_lens_name", "")
    if package is None or package in NO_MODULES or package in NATIVE and package != "torchaudio" or FILES.match(name):
        return False
    return type(value).__name__ != "Placeholder" or name.endswith("()")


def blamed(error):
    """The missing package that an exception comes from: one whose placeholder stands in the expression that raised it. None where there is none."""
    innermost = user = None
    at = error.__traceback__
    while at is not None:
        innermost = at
        if not at.tb_frame.f_code.co_filename.startswith(("/lens/site/", "<")):
            user = at
        at = at.tb_next
    if user is None or innermost is not user and not innermost.tb_frame.f_code.co_filename.startswith("/lens/site/"):
        return None
    frame = user.tb_frame
    if isinstance(error, AttributeError) and (mixin := mixed_in(error.obj)):
        return mixin.partition(".")[0]
    if isinstance(error, NameError):
        found = starred(frame.f_globals, set())
        if found:
            return found
    for name in _names_used(frame.f_code, user.tb_lasti):
        for scope in (frame.f_locals, frame.f_globals):
            if name in scope:
                found = named_by(scope[name])
                if found:
                    return found
                break
    return None


def starred(scope, seen):
    """The missing package that all names were imported from, in this module or in one that it imports all names from; else None."""
    file = scope.get("__file__")
    if not isinstance(file, str) or file in seen:
        return None
    seen.add(file)
    try:
        tree = ast.parse("".join(linecache.getlines(file)))
    except (SyntaxError, ValueError):
        return None
    package = scope.get("__package__") or ""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(a.name == "*" for a in node.names):
            outer = package.rsplit(".", node.level - 1)[0] if node.level > 1 else package
            name = ".".join(filter(None, (outer if node.level else "", node.module)))
            module = sys.modules.get(name)
            found = None if module is None else named_by(module) or starred(vars(module), seen)
            if found:
                return found
    return None


def _names_used(code, at):
    """Names read in the statement lines around an instruction."""
    positions = {i.offset: i for i in dis.get_instructions(code)}
    here = positions.get(at)
    if here is None or here.positions.lineno is None:
        return []
    first, last = here.positions.lineno, here.positions.end_lineno
    return [i.argval for i in positions.values() if i.opname.startswith("LOAD_") and isinstance(i.argval, str) and i.positions.lineno is not None and first <= i.positions.lineno <= last]


def take_for_data(placeholder):
    """Notes an answer that a placeholder made up, and the file that asked."""
    TAKEN_FOR_DATA.append((placeholder, sys._getframe(2).f_code.co_filename))


def building():
    """From here on the model is built: what was made up while importing concerns those who use it."""
    TAKEN_FOR_DATA.append(None)


def suspected(error):
    """The missing package whose placeholder was the last to give an answer that it made up and that this exception may come from, else None."""
    imported = False
    for taken in reversed(TAKEN_FOR_DATA[-50:]):
        if taken is None:
            imported = True
            continue
        placeholder, file = taken
        name = named_by(placeholder)
        if name and (not imported or _touches(error, file)):
            return name
    return _held_by_package(error)


def _held_by_package(error):
    """The missing package of a placeholder that an installed package's function holds while it raises."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    if at is None or not is_installed(at.tb_frame.f_code.co_filename):
        return None
    return next(filter(None, map(named_by, at.tb_frame.f_locals.values())), None)


def _touches(error, file):
    """Does code that an exception came through stand in a file, or name something of it?"""
    module = next((m for m in list(sys.modules.values()) if isinstance(m, types.ModuleType) and m.__dict__.get("__file__") == file), None)
    held = module.__dict__ if module else {}
    at = error.__traceback__
    while at is not None:
        code, scope = at.tb_frame.f_code, at.tb_frame.f_globals
        if code.co_filename == file:
            return True
        for name in code.co_names:
            value = scope.get(name)
            if value is None or isinstance(value, types.ModuleType):
                continue
            if name in held and value is held[name] and (not isinstance(value, (type, types.FunctionType)) or value.__module__ == module.__name__):
                return True
        at = at.tb_next
    return False


def _importer():
    """The frame that contains the import statement, and whether it is user code at all."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith("<frozen") and name != __file__ and "/importlib/" not in name:
            return frame
        frame = frame.f_back
    return None


def _only_asked():
    """Is it `importlib.util.find_spec` that asks, so whether there is such a package?"""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__") == "importlib.util" and frame.f_code.co_name == "find_spec":
            return True
        if not frame.f_code.co_filename.startswith("<frozen") and frame.f_code.co_filename != __file__:
            return False
        frame = frame.f_back
    return False


def _guarded(frame):
    """Would an ImportError be caught by someone who expects it? Every frame on the way is looked at: a library's own guard counts as well.

    A `try` that catches everything is about imports only where the import stands in it, or a module that imports it:
    further out, such as around the whole of a script, it is about anything that may go wrong.
    """
    near = True
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(("/lens/site/lens/", "<")):
            if guards.is_protected(frame):
                lines, broad = guards.lines_of(name, frame.f_lineno, ("ImportError", "ModuleNotFoundError"), ("Exception", "BaseException", "OSError"), ("suppress",))
                if frame.f_lineno in lines or near and frame.f_lineno in broad:
                    return True
            near = near and frame.f_code.co_name == "<module>"
        frame = frame.f_back
    return False


def _of_stand_in(module):
    return str(dump.file_of(module)).startswith("/lens/site/")


class MissingFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Last on `sys.meta_path`."""

    def __init__(self):
        self.missing = []

    def find_spec(self, fullname, path=None, target=None):
        top = fullname.partition(".")[0]
        parent = sys.modules.get(fullname.rpartition(".")[0])
        if top in STANDARD or top in ("torch", "lens", "js", "pyodide", "pyodide_js"):
            return None
        if "." in fullname and not isinstance(parent, PlaceholderModule):
            if not (self._native(parent, fullname) or _of_stand_in(parent) and (top != "torchvision" or fullname.count(".") > 1)):
                return None
        frame = _importer()
        if frame is None or _only_asked():
            return None
        native = self._native(parent, fullname)
        # what is installed is there for real: only a way round that is written for this very import is taken
        if _has_way_round(frame) if native else _guarded(frame):
            return None
        self.missing.append(fullname)
        if top == "torchvision" and _of_stand_in(parent):
            # of which only common layers are built in: what is not installed is the whole
            self.missing.append(top)
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def find_distributions(self, context):
        return distributions.of_others(context, self.missing.append)

    @staticmethod
    def _native(parent, fullname):
        """Is it an extension module of a package that is installed (and so cannot be loaded here)?"""
        import os
        above, _, leaf = fullname.rpartition(".")
        for folder in getattr(parent, "__path__", ()) or () if above else PACKAGE_FOLDERS:
            try:
                if any(n.startswith(leaf + ".") and n.endswith((".so", ".pyd")) for n in os.listdir(folder)):
                    return True
            except OSError:
                pass
        return False

    def create_module(self, spec):
        return PlaceholderModule(spec.name)

    def exec_module(self, module):
        module.__path__ = []


#: Packages that live in extension modules, which cannot be loaded here even where they are installed, and
#: packages that only talk to the outside world, which no model is built of but which take long to import.
NATIVE = frozenset((
    "PIL cv2 scipy matplotlib sklearn torchaudio onnx onnxruntime tensorflow h5py pycocotools "
    "requests urllib3 aiohttp boto3 botocore wandb tensorboard tensorboardX comet_ml mlflow clearml seaborn plotly IPython psutil gdown"
).split())


class NativeFinder(MissingFinder):
    """First on `sys.meta_path`: placeholders for packages of extension modules."""

    def find_spec(self, fullname, path=None, target=None):
        top = fullname.partition(".")[0]
        if top not in NATIVE or top == "torchaudio" and importlib.machinery.PathFinder.find_spec(top) is not None:
            return None  # the models and transforms of torchaudio are Python, where it is installed
        if top == fullname and PACKAGE_FOLDERS and importlib.machinery.PathFinder.find_spec(top) is None and (frame := _importer()) and _has_way_round(frame):
            return None  # it is missing for the user, too
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def find_distributions(self, context):
        return distributions.of_torch(context)


#: What importing an installed package ended with, where a placeholder then took its place.
UNUSABLE = {}


class Tolerant(importlib.abc.Loader):
    """Imports an installed package; one that cannot be imported here (it needs another Python, or native code deep inside) becomes a placeholder."""

    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)

    def create_module(self, spec):
        return self.inner.create_module(spec)

    def exec_module(self, module):
        try:
            self.inner.exec_module(module)
        except Exception as error:
            name = module.__name__
            for part in [m for m in sys.modules if m.startswith(name + ".")]:
                del sys.modules[part]
            if _guarded(sys._getframe(1)):
                raise ModuleNotFoundError(f"{name} cannot be imported here: {type(error).__name__}: {error}", name=name) from error
            spec = module.__spec__
            module.__dict__.clear()
            module.__class__ = PlaceholderModule
            module.__dict__.update(__name__=name, __spec__=spec, __path__=[], __loader__=self)
            UNUSABLE[name] = f"{type(error).__name__}: {str(error)[:300]}"
            for found in sys.meta_path:
                if type(found) is MissingFinder:
                    found.missing.append(name)


#: Folders of installed packages.
PACKAGE_FOLDERS = ()


def is_installed(path):
    """Does the file belong to an installed package? What is itself the root is the user's own code."""
    root = os.getcwd()
    for folder in PACKAGE_FOLDERS:
        if path.startswith(folder + "/"):
            return folder != root
    before, found, _ = path.rpartition("-packages/")
    return bool(found) and before + "-packages" != root


class InstalledFinder(importlib.abc.MetaPathFinder):
    """Loads top-level packages of site-packages tolerantly."""

    def find_spec(self, fullname, path=None, target=None):
        if path is not None or fullname == "torchvision" or fullname in STANDARD:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname)
        if spec is None or spec.loader is None or not spec.origin or not isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            return None
        if not is_installed(spec.origin):
            return None
        spec.loader = Tolerant(spec.loader)
        return spec


CODE_CACHE = "/lens/cache/"


#: Where a file's first function or class seems to begin: inside of a text, neither part can be compiled.
FIRST_DEFINITION = re.compile(rb"^(?:(?:def|class|async[ \t]+def)\b|@)", re.MULTILINE)
FUTURE = functools.reduce(operator.or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))


class CachedLoader(importlib.machinery.SourceFileLoader):
    """Compiles a file once for all loads of a worker; server/src/host/codeCache.ts keeps the code."""

    def get_code(self, fullname):
        return self.whole(self.get_data(self.get_filename(fullname)))

    def whole(self, data):
        return self.kept(b"\1" if self.at_once() else b"\0", data, lambda: self.code_of(data, 0))

    def kept(self, mark, data, make):
        # the path is in the code object, so it belongs to the key
        # what is installed is kept between processes, too
        return kept_code("k" if is_installed(self.path) else "u", self.path, mark + data, make)

    def at_once(self):
        return annotations_at_once and not is_installed(self.path)

    def in_two(self):
        """The file's code in two parts, the second from its first function or class on, behind so many bytes; none where it has to stay whole."""
        data = self.get_data(self.path)
        start = FIRST_DEFINITION.search(data)
        if start is not None:
            try:
                parts = self.kept(b"\3" if self.at_once() else b"\2", data, lambda: self.split(data, start.start()))
            except (SyntaxError, ValueError):
                parts = None
            if parts is not None:
                return start.start(), *parts
        return 0, compile("", self.path, "exec", dont_inherit=True), self.whole(data)

    def split(self, data, length):
        lines = data[:length].splitlines()
        # a line that tells the encoding stands in the first two
        rest = b"".join((line if i < 2 and line.startswith(b"#") else b"") + b"\n" for i, line in enumerate(lines)) + data[length:]
        first = self.code_of(data[:length], 0)
        if "__conditional_annotations__" in first.co_names or "__annotate__" in first.co_names:
            return None  # there is one function for those of the whole module
        return first, self.code_of(rest, first.co_flags & FUTURE)

    def code_of(self, source, flags):
        at_once = self.at_once() and not flags & __future__.annotations.compiler_flag
        return compile(annotations.looked_up_at_once(source, self.path) if at_once else source, self.path, "exec", flags, dont_inherit=True)


def kept_code(kind, path, data, make):
    name = CODE_CACHE + kind + hashlib.sha256(path.encode() + data).hexdigest()
    try:
        with io.FileIO(name) as kept:
            return marshal.loads(kept.readall())
    except (OSError, ValueError, EOFError, TypeError):
        pass
    code = make()
    try:
        with io.FileIO(name, "w") as kept:
            kept.write(marshal.dumps(code))
    except OSError:
        pass
    return code


def keep_library_code():
    """Python's own modules lie in an archive as text: those that the memory snapshot does not hold are compiled once, too."""
    import zipimport
    compile_source = zipimport._compile_source
    zipimport._compile_source = lambda path, source: kept_code("k", path, b"\0" + source, lambda: compile_source(path, source))


#: The user's Python evaluates annotations where they are written.
annotations_at_once = False


def use_code_cache(at_once, package_folders):
    """Python files are read by CachedLoader; extension modules are not looked for, since none can be loaded."""
    global annotations_at_once, PACKAGE_FOLDERS
    annotations_at_once, PACKAGE_FOLDERS = at_once, tuple(f.rstrip("/") for f in package_folders)
    at = next((i for i, f in enumerate(sys.meta_path) if f is importlib.machinery.PathFinder), len(sys.meta_path))
    sys.meta_path.insert(at, InstalledFinder())
    finder = importlib.machinery.FileFinder.path_hook((CachedLoader, [".py"]))
    sys.path_hooks[:] = [h for h in sys.path_hooks if getattr(h, "__qualname__", "") == "" or not h.__qualname__.startswith("FileFinder.")] + [finder]
    for path, found in list(sys.path_importer_cache.items()):
        if found is None or isinstance(found, importlib.machinery.FileFinder):
            del sys.path_importer_cache[path]
