"""The object graph of one load as one JSON text; the format is server/src/host/objectGraph.ts.

Attributes are read from `__dict__`, so that no property of user code runs. Objects are numbered in
order of discovery. Modules (Python's) get only those attributes that functions of the graph name.
"""
import array
import ast
import base64
import builtins
import collections
import enum
import functools
import inspect
import json
import linecache
import math
import os
import re
import sys
import textwrap
import traceback
import types
import typing

try:
    import annotationlib
except ImportError:  # CPython before 3.14
    annotationlib = None

MAX_ITEMS = 20_000
MAX_VALUES = 4096
MAX_TEXT = 100_000
#: Of code that was made while loading; a part of it would be other code.
MAX_CODE = 50_000_000
MISSING = object()
encode = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode
quoted = json.encoder.encode_basestring_ascii
#: By identity: functions and classes that lens.kept has described ahead.
KEPT = {}

MODULE_FIELDS = frozenset((
    "_parameters", "_buffers", "_modules", "_non_persistent_buffers_set", "_backward_hooks", "_backward_pre_hooks",
    "_is_full_backward_hook", "_forward_hooks", "_forward_hooks_with_kwargs", "_forward_hooks_always_called",
    "_forward_pre_hooks", "_forward_pre_hooks_with_kwargs", "_state_dict_hooks", "_state_dict_pre_hooks",
    "_load_state_dict_pre_hooks", "_load_state_dict_post_hooks",
))
CLASS_SKIP = frozenset((
    "__dict__", "__weakref__", "__doc__", "__module__", "__qualname__", "__annotations__", "__annotate__", "__annotate_func__",
    "__annotations_cache__", "__firstlineno__", "__static_attributes__", "__abstractmethods__", "_abc_impl", "__slots__",
    "__parameters__", "__orig_bases__", "__match_args__", "__subclasshook__", "__dataclass_params__",
))


def static_attr(obj, name, default=None):
    if not isinstance(obj, type):
        for base in type(obj).__mro__:
            if name in base.__dict__:
                break
        else:  # no class has it: what the object itself has needs no look at descriptors
            return own_dict(obj).get(name, default)
    try:
        return inspect.getattr_static(obj, name, default)
    except Exception:
        return default


def own_dict(obj):
    try:
        found = object.__getattribute__(obj, "__dict__")
    except Exception:
        return {}
    return found if isinstance(found, dict) else {}


def file_of(module):
    """Asks no module: one that imports lazily would begin to."""
    return own_dict(module).get("__file__")


def annotations_of(obj):
    """Own annotations of a class or function: evaluated one by one, else their text."""
    if type(obj) is types.FunctionType and annotationlib is not None and obj.__annotate__ is None and not obj.__annotations__:
        return {}
    if annotationlib is None:
        found = obj.__dict__.get("__annotations__", {}) if isinstance(obj, type) else getattr(obj, "__annotations__", {})
        return dict(found or {})
    if isinstance(obj, type) and "__annotate__" not in obj.__dict__ and "__annotate_func__" not in obj.__dict__ and "__annotations__" not in obj.__dict__ and "__annotations_cache__" not in obj.__dict__:
        return {}
    try:
        return dict(annotationlib.get_annotations(obj))
    except Exception:
        pass
    try:
        found = dict(annotationlib.get_annotations(obj, format=annotationlib.Format.FORWARDREF))
        return {k: (v.__forward_arg__ if isinstance(v, annotationlib.ForwardRef) else v) for k, v in found.items()}
    except Exception:
        try:
            return dict(annotationlib.get_annotations(obj, format=annotationlib.Format.STRING))
        except Exception:
            return {}


def undefined_in_annotations(fn):
    """The name that is missing when the annotations are evaluated, which from CPython 3.14 on only happens once somebody asks for them."""
    if annotationlib is None or fn.__code__.co_filename.startswith("/lens/"):
        return None
    try:
        annotationlib.get_annotations(fn)
    except NameError as error:
        return error.name
    except Exception:
        pass
    return None


def raised_by_annotations(obj):
    """What evaluating the annotations raises other than a NameError, from CPython 3.14 on; None where only the stand-in may lack what is looked up."""
    if annotationlib is None:
        return None
    try:
        annotationlib.get_annotations(obj)
    except NameError:
        pass
    except Exception as error:
        lacking = getattr(error, "obj", None)
        if not getattr(type(lacking), "__lens_placeholder__", False) and torch_lacks(str(getattr(lacking, "__name__", "")), getattr(error, "name", None)):
            return told_of(error, lacking is not None)
    return None


def torch_lacks(module, name):
    """Has torch itself no such name either? Of a module that is none of torch's it is the user's own affair."""
    if not module.startswith("torch"):
        return True
    from torch._lens.names import NAMES
    from torch._tensor import listed
    kinds = NAMES.get(module)
    return kinds is not None and name not in listed(module, *kinds)


def has_annotations(obj):
    """Is there something to evaluate, be it that this fails in every way?"""
    return annotationlib is not None and (getattr(obj, "__annotate__", None) if not isinstance(obj, type) else obj.__dict__.get("__annotate_func__")) is not None


def code_names(code, found):
    """Global and attribute names of a code object and the code nested in it."""
    found.update(code.co_names)
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            code_names(const, found)
        elif isinstance(const, str) and const.isidentifier():
            found.add(const)


#: Code below these is never compiled, so its globals are not looked at.
LIBRARY = ("/lib/python", "/lens/site/torch/_lens/", "/lens/site/torch/_tensor.py", "/lens/site/torch/jit/", "/lens/site/torch/_jit_internal.py", "/lens/site/torch/utils/",
           "/lens/site/torch/nn/modules/module.py", "/lens/site/torch/nn/modules/container.py", "/lens/site/torch/optim/", "/lens/site/lens/", "/lens/site/numpy/", "/lens/site/yaml.py",
           "/lens/site/torch/nn/init.py", "/lens/site/torch/nn/parameter.py", "/lens/site/torch/ops.py", "/lens/site/torch/__init__.py", "/lens/site/torch/autograd/", "/lens/site/torch/nn/modules/lazy.py", "<")
FOLLOWED = ("/lens/site/torch/nn/modules/container.py", "/lens/site/torch/optim/sgd.py", "/lens/site/torch/jit/_trace.py", "/lens/site/torch/nn/init.py", "<eval_with_key>", "<recorded>")


def is_library(file):
    if isinstance(file, str) and file.startswith("<") and file in linecache.cache:
        return False
    return not isinstance(file, str) or (file.startswith(LIBRARY) or is_python_library(file)) and not file.startswith(FOLLOWED)


def is_python_library(file):
    return isinstance(file, str) and "/lib/python3" in file and "-packages" not in file


def has_code(cls):
    """torch: can_compile_class, of a class that is no tuple, list or exception: a routine without Python code is left to Python (functools.partial)."""
    return all(hasattr(getattr(cls, name, None), "__code__") for name in cls.__dict__ if inspect.isroutine(getattr(cls, name, None)))


def packed(numbers):
    """Numbers as base64 of int64 ("q") or float64 ("d"; complex ones as pairs, "c")."""
    if any(isinstance(v, complex) for v in numbers):
        code, data = "c", array.array("d", [part for v in numbers for part in (complex(v).real, complex(v).imag)])
    elif all(isinstance(v, int) for v in numbers):
        code, data = "q", array.array("q", [v if v < 1 << 63 else v - (1 << 64) for v in numbers])
    else:
        code, data = "d", array.array("d", numbers)
    return [code, base64.b64encode(data.tobytes()).decode("ascii")]


def defined_by_user(cls, name):
    """Is this method of a module's class not the one of torch's or Python's own?"""
    owner = next((base for base in cls.__mro__ if name in base.__dict__), object)
    return owner is not object and not owner.__module__.startswith(("torch.", "torchvision."))


def runs_code(member):
    """Does it run code of the user's to read this member of a class?"""
    cls = type(member)
    if cls not in RUNS_CODE:
        RUNS_CODE[cls] = issubclass(cls, (property, functools.cached_property)) or isinstance(static_attr(cls, "__get__"), types.FunctionType)
    return RUNS_CODE[cls]


#: By class of the member.
RUNS_CODE = {}


def told_of(error, as_torch=False):
    """What user code raised, and where; None where it may raise only here. `as_torch`: torch is known to raise it, too."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if not f.filename.startswith(("<", "/lens/", "/lib/"))]
    last = error.__traceback__
    while last.tb_next is not None:
        last = last.tb_next
    if not frames or not as_torch and last.tb_frame.f_code.co_filename.startswith("/lens/") or type(error).__name__ in ("NotBuilt", "UnknownValue", "UnknownName"):
        return None
    try:
        text = str(error)[:400]
    except Exception:
        text = ""
    return {"type": type(error).__name__, "message": text, "file": frames[-1].filename, "line": frames[-1].lineno or 1}


def in_memory(file):
    """Was it written while loading? What lies on the disk can only be read."""
    try:
        return bool(os.stat(file).st_mode & 0o200)
    except OSError:
        return False


def source_names(code):
    """Names in the source that leave no trace in the code object: annotations, `# type:` comments."""
    return set(re.findall(r"[^\W\d]\w*", "".join(source_lines(code))))


def source_lines(code, inner=False):
    """The lines of a function, and a few behind it; `inner`: also those of functions in it that stand last."""
    try:
        lines = linecache.getlines(code.co_filename)
    except Exception:
        return []
    first = code.co_firstlineno
    last = last_line(code, inner)
    return lines[first - 1:last + 2]


def last_line(code, inner):
    within = [last_line(c, inner) for c in code.co_consts if isinstance(c, types.CodeType)] if inner else []
    return max([code.co_firstlineno, *(line for _, _, line in code.co_lines() if line), *within])


def made_up(value):
    """May it answer for attributes that nothing has under their names, or is it an object with attributes of its own?"""
    cls = type(value)
    if issubclass(cls, types.ModuleType):
        content = own_dict(value)
        return not getattr(cls, "__lens_placeholder__", False) and "__lens_lazy__" not in content and ("__getattr__" in content or defines(cls, "__getattr__"))
    if isinstance(value, type):
        return defines(cls, "__getattr__")
    return cls.__module__ not in ("builtins", "typing", "functools") and not cls.__module__.startswith("torch") and not getattr(cls, "__lens_placeholder__", False) and not isinstance(value, enum.Enum)


def defines(cls, name):
    """Does a class of the user's have it?"""
    return any(name in base.__dict__ for base in cls.__mro__ if not is_library(file_of(sys.modules.get(base.__module__))) and base.__module__ != "builtins")


#: What an attribute of a name stands behind if it is in an annotation: a parse costs more. `logger.info(...)` is nothing of the kind.
MAY_ANNOTATE = re.compile(r"(?:(?::|->)[ \t]*[\"'(\w][\w.\[\](),|\s\"']*|(?::|->)[ \t]*[\"']?|# type:.*|(?:isinstance|annotate)\((?:[^()]|\((?:[^()]|\([^()]{0,400}\)){0,400}\)){0,400})\Z")
HEAD = re.compile(r"\b([^\W\d]\w*)\s*\.")


def attributes_in_annotations(code, heads):
    """Dotted names behind one of `heads` in the annotations of a function's source, `# type:` comments included."""
    text = "".join(source_lines(code))
    if not any(m[1] in heads and MAY_ANNOTATE.search(text, 0, m.start()) for m in HEAD.finditer(text)):
        return ()
    try:
        lines = inspect.getblock(linecache.getlines(code.co_filename)[code.co_firstlineno - 1:])
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except Exception:
        return ()
    found = [c for c in lines if "# type:" in c]
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            if isinstance(said := getattr(node, field, None), ast.AST):
                found.append(ast.unparse(said))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("annotate", "isinstance", "_isinstance"):
            found += [ast.unparse(a) for a in node.args]
    return [name for name in re.findall(r"(?<![\w.])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+", " ".join(found)) if name.split(".")[0] in heads]


def names_of(code):
    """The names in a function's code, and those in its source."""
    found = set()
    code_names(code, found)
    return found


# what conversions of pybind11 and Python ask a class for
ABILITIES = ("__int__", "__index__", "__float__", "__complex__", "__bool__", "__iter__", "__getitem__", "keys")
SEQUENCES = ((list, "list"), (tuple, "tuple"), (set, "set"), (frozenset, "frozenset"), (range, "range"), (collections.deque, "deque"))


#: What a global of it is told as any value.
WHOLE = frozenset((type, types.FunctionType, types.ModuleType, types.BuiltinFunctionType))


class Dumper:
    def __init__(self, torch, nn, values=False):
        """`values`: also how tensors lie in their storages, and what these hold."""
        self.values = values
        self.objects = []  # a dict or JSON text each
        self.index = {}
        self.keep = []
        self.queue = []  # [number, object] of all that was met
        self.next = 0  # the first of them to be described
        self.names = set()
        self.named = []  # `names` in the order in which modules were asked for them
        self.places = {}  # where a name stands there
        self.lazy = {}  # as `absent`
        self.modules = []  # [index, module, how many of `named` it was asked for]
        self.torch = torch
        self.Module = nn.Module
        self.Parameter = nn.Parameter
        self.core = torch._lens.core
        self.storages = {}  # number by identity
        self.stored = []
        self.written_with_bar = set()
        self.jit = sys.modules.get("torch.jit")
        self.scripted = tuple(kind for name in ("ScriptFunction", "ScriptList", "ScriptDict", "RecursiveScriptModule") if isinstance(kind := getattr(self.jit, name, None), type))
        self.forms = {}  # how instances are described, by class; None where the class alone does not tell
        self.plain = {}  # by class: is a global of it written as any value?
        self.referred = {}  # by class: is a value of it always a reference?
        self.properties = {}  # names of properties by class
        self.asked = {}  # by class: what scripting asks its instances for
        self.asks = {}  # by class: names of that, if it is no more than constants
        self.asked_early = {}  # members of modules, by identity, before these are described
        self.afresh = []  # functions and classes that were described
        self.changes = {}  # by module's names
        self.overloaded = None  # how many functions and methods are
        self.answering = {}  # by module: does it answer for names that it does not have?
        self.generated = {}  # texts that were made while loading, by the name that their code has for a file

    # -- values

    def value(self, obj):
        if obj is None or obj is True or obj is False:
            return obj
        kind = type(obj)
        if kind is int:
            return {"i": obj if -(2 ** 53) < obj < 2 ** 53 else str(obj)}
        if kind is float:
            return {"f": self.number(obj), "inf": True} if obj is math.inf else {"f": self.number(obj)}
        if kind is str:
            return obj if len(obj) <= MAX_TEXT else obj[:MAX_TEXT]
        if kind is complex:
            return {"c": [self.number(obj.real), self.number(obj.imag)]}
        if issubclass(kind, (float, int)) and not issubclass(kind, enum.Enum):
            # subclasses of Python's numbers, such as numpy.float64, are these numbers to torch
            return {"f": self.number(float.__float__(obj))} if issubclass(kind, float) else {"i": int.__int__(obj)}
        if issubclass(kind, str) and not issubclass(kind, enum.Enum) and kind.__name__ != "TorchVersion":
            return str.__str__(obj)[:MAX_TEXT]
        if obj is Ellipsis:
            return {"ellipsis": True}
        if kind is bytes:
            return {"bytes": obj[:MAX_TEXT].decode("latin-1")}
        return {"o": self.ref(obj)}

    @staticmethod
    def number(x):
        if x != x:
            return "nan"
        if x in (math.inf, -math.inf):
            return "inf" if x > 0 else "-inf"
        if x == 0 and math.copysign(1, x) < 0:
            return "-0"
        return float(x)

    def text(self, obj):
        """`value` as JSON text."""
        kind = type(obj)
        if kind is str and len(obj) <= MAX_TEXT:
            return quoted(obj)
        if kind not in self.referred:
            self.referred[kind] = not issubclass(kind, (int, float, complex, str, bytes, types.NoneType, types.EllipsisType))
        if self.referred[kind]:
            known = self.index.get(id(obj))
            return f'{{"o":{self.ref(obj) if known is None else known}}}'
        if kind is int and -(2 ** 53) < obj < 2 ** 53:
            return f'{{"i":{obj}}}'
        if kind is float and obj and math.isfinite(obj):
            return f'{{"f":{obj!r}}}'
        return "null" if obj is None else "true" if obj is True else "false" if obj is False else encode(self.value(obj))

    def texts(self, items):
        return f"[{','.join([self.text(v) for v in items])}]"

    def text_pairs(self, items):
        made, known, referred = [], self.index, self.referred
        for name, value in items:
            number = known.get(id(value)) if referred.get(type(value)) else None
            made.append(f'[{quoted(name if type(name) is str else str(name))},{self.text(value)}]' if number is None else f'[{quoted(name if type(name) is str else str(name))},{{"o":{number}}}]')
        return f"[{','.join(made)}]"

    def ref(self, obj):
        key = id(obj)
        index = self.index.get(key)
        if index is None:
            index = self.index[key] = len(self.objects)
            self.objects.append(None)
            self.queue.append((index, obj))
        return index

    def outer(self, obj):
        """The value of a global: plain containers and instances are only named, since torch refuses them there."""
        if type(obj) in WHOLE:
            return {"o": self.ref(obj)}
        if isinstance(obj, (list, dict, set, frozenset)) and id(obj) not in self.index:
            return self.opaque(obj)
        cls = type(obj)
        plain = self.plain.get(cls)
        if plain is None:
            plain = self.plain[cls] = cls.__flags__ & (1 << 9) == 0 or issubclass(cls, (type, self.torch.Tensor))
        if plain:
            return self.value(obj)
        if not isinstance(obj, (type, types.FunctionType, types.MethodType, types.ModuleType, tuple, property, self.torch.Tensor)) \
                and id(obj) not in self.index and static_attr(obj, "__torch_names__", None) is None and self.describe_torch_kind(cls) is None and not isinstance(obj, enum.Enum) \
                and cls.__module__ not in ("typing", "types", "annotationlib", "functools"):
            return self.opaque(obj)
        return self.value(obj)

    def describe_torch_kind(self, cls):
        for name in ("ScriptFunction", "RecursiveScriptModule", "ScriptList", "ScriptDict"):
            kind = getattr(self.jit, name, None)
            if isinstance(kind, type) and issubclass(cls, kind):
                return name
        return "torch" if cls.__module__ == "torch" else None

    @staticmethod
    def placeholder_name(obj):
        """What a placeholder, or an instance of a class derived from one, stands for."""
        cls = type(obj)
        return str(own_dict(obj).get("_lens_name", cls.__name__)) if cls.__name__ in ("Placeholder", "Absent") else cls.__name__

    def opaque(self, obj):
        made = {"kind": "opaque", "type": self.type_name(obj), "repr": type(obj).__name__}
        if getattr(type(obj), "__lens_placeholder__", False):
            made.update(placeholder=True, repr=self.placeholder_name(obj))
        elif isinstance(obj, self.torch.nn.Module):
            script_module = getattr(self.jit, "ScriptModule", None)
            if isinstance(script_module, type) and isinstance(obj, script_module):
                made["scripted"] = True
            else:
                made["module"] = True
                self.note_call(obj, made)
        else:
            self.note_call(obj, made)
        self.objects.append(made)
        return {"o": len(self.objects) - 1}

    def note_call(self, obj, made):
        called = static_attr(type(obj), "__call__", None)
        if isinstance(called, types.FunctionType) and called is not static_attr(self.torch.nn.Module, "__call__", None):
            made["called"] = self.value(called)
        elif not any("__call__" in base.__dict__ for base in type(obj).__mro__):
            made["uncallable"] = True

    def outer_pairs(self, items):
        return [[str(k), self.outer(v)] for k, v in items]

    def pairs(self, items):
        return [[str(k), self.value(v)] for k, v in items]

    def run(self, root):
        value = self.value(root)
        given = [self.value(v) for v in getattr(self.jit, "_given", ())]
        while True:
            while self.next < len(self.queue):
                index, obj = self.queue[self.next]
                self.next += 1
                try:
                    self.objects[index] = self.describe(index, obj)
                except RecursionError:
                    raise
                except Exception as error:  # an object whose class is hostile to being read
                    self.objects[index] = {"kind": "opaque", "type": self.type_name(obj), "repr": "unreadable: " + type(error).__name__}
            if not self.fill_modules():
                break
        operators = sys.modules["torch._lens.operators"]
        made = [(file, text) for file, text in self.generated.items() if text]
        rest = encode({"version": 1, "root": value, **({"operators": {"schemas": operators.schemas, "namespaces": sorted(operators.owned)}} if operators.schemas else {}), **({"foreignOperators": True} if self.native() else {}), **({"scripted": given} if given else {}), **({"storages": self.stored, "draws": self.torch.default_generator.log} if self.values else {}), **({"generated": made} if made else {})})
        return f'{rest[:-1]},"objects":[{",".join([o if type(o) is str else encode(o) for o in self.objects])}]}}'

    def native(self):
        """Was something asked for that registers operators from C++ in real torch: a library, or a package that is not there?"""
        finder = next((f for f in sys.meta_path if type(f).__name__ == "MissingFinder"), None)
        return bool(getattr(getattr(self.torch, "ops", None), "loaded_libraries", ())) or finder is not None and bool(finder.missing)

    def fill_modules(self):
        """Gives each Python module the members that were named since it was last looked at."""
        for name in sorted(self.names - self.places.keys()):
            self.places[name] = len(self.named)
            self.named.append(name)
        grown = False
        fresh = {}  # by how many are known
        for entry in self.modules:
            index, module, seen = entry
            if seen == len(self.named):
                continue
            entry[2] = len(self.named)
            attrs = self.objects[index]["attrs"]
            content = own_dict(module)
            if seen not in fresh:
                fresh[seen] = set(self.named[seen:])
            # a module's own __getattr__ may answer to anything: only names that real torch has there are asked for
            lazy = self.absent(content.get("__name__")) if content.get("__lens_lazy__", False) else ()
            if not lazy:
                for name in sorted(fresh[seen] & content.keys(), key=self.places.__getitem__):
                    attrs.append([name, self.outer(content[name])])
                    grown = True
                continue
            for name in sorted(fresh[seen] & (content.keys() | lazy), key=self.places.__getitem__):
                if name in content:
                    attrs.append([name, self.outer(content[name])])
                    grown = True
                else:
                    try:
                        attrs.append([name, self.outer(getattr(module, name))])
                        grown = True
                    except Exception:
                        pass
        return grown or self.next < len(self.queue)

    def absent(self, module):
        """Names of a module of torch that the stand-in makes when they are asked for."""
        if module not in self.lazy:
            self.lazy[module] = self.listed_absent(module)
        return self.lazy[module]

    @staticmethod
    def listed_absent(module):
        asked_for = getattr(sys.modules.get("torch._lens.absent"), "asked_for", None)
        try:
            return frozenset(asked_for(module)) if asked_for is not None else ()
        except Exception:
            return ()

    @staticmethod
    def type_name(obj):
        cls = type(obj)
        return f"{cls.__module__}.{cls.__qualname__}"

    # -- objects

    def describe(self, index, obj):
        cls = type(obj)
        if cls not in self.forms:
            self.forms[cls] = self.form_of(cls)
        form = self.forms[cls]
        if form is not None and (isinstance(obj, type) or "__torch_names__" not in own_dict(obj)):
            return form(obj)
        marks = static_attr(obj, "__torch_names__", None)
        if isinstance(marks, tuple) and not isinstance(obj, type):
            return {"kind": "builtin", "names": [str(m) for m in marks], "type": cls.__name__}
        if isinstance(obj, type):
            return self.describe_class(obj)
        if issubclass(cls, types.FunctionType):
            return self.describe_function(obj)
        if issubclass(cls, types.MethodType):
            return {"kind": "method", "func": self.value(obj.__func__), "self": self.value(obj.__self__)}
        if issubclass(cls, types.ModuleType):
            self.modules.append([index, obj, 0])
            data = own_dict(obj)
            file = data.get("__file__")
            made = {"kind": "pymodule", "name": str(data.get("__name__", "?")), "file": file if isinstance(file, str) else None, "attrs": self.asked_early.get(id(obj), {"attrs": []})["attrs"]}
            if getattr(cls, "__lens_placeholder__", False):
                made["placeholder"] = True
            return made
        special = self.describe_torch(obj, cls)
        if special is not None:
            return special
        if issubclass(cls, (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType, types.MethodWrapperType, types.ClassMethodDescriptorType)):
            return {"kind": "builtin", "names": self.builtin_names(obj), "type": cls.__name__}
        if issubclass(cls, enum.Enum):
            return {"kind": "enum", "cls": self.ref(cls), "name": obj._name_, "value": self.value(obj._value_)}
        if issubclass(cls, tuple) and hasattr(cls, "_fields"):
            return {"kind": "namedtuple", "cls": self.ref(cls), "items": [self.value(v) for v in tuple.__iter__(obj)]}
        sequence = self.describe_sequence(obj, cls)
        if sequence is not None:
            return sequence
        if isinstance(obj, property):
            return {"kind": "property", "fget": self.value(obj.fget), "fset": self.value(obj.fset), "fdel": self.value(obj.fdel)}
        if isinstance(obj, functools.cached_property):
            return {"kind": "property", "fget": self.value(obj.func), "fset": None, "fdel": None, "cached": True}
        if isinstance(obj, staticmethod):
            return {"kind": "staticmethod", "func": self.value(obj.__func__)}
        if isinstance(obj, classmethod):
            return {"kind": "classmethod", "func": self.value(obj.__func__)}
        if isinstance(obj, functools.partial):
            return {"kind": "partial", "func": self.value(obj.func), "args": [self.value(a) for a in obj.args], "keywords": self.pairs(obj.keywords.items())}
        typed = self.describe_typing(obj)
        if typed is not None:
            return typed
        if getattr(cls, "__lens_placeholder__", False):
            from lens import finder
            return {"kind": "opaque", "type": self.type_name(obj), "repr": self.placeholder_name(obj), "placeholder": True, **({"perhapsModule": True} if finder.perhaps_module(obj) else {})}
        if type(obj).__name__ == "_lru_cache_wrapper":
            return {"kind": "opaque", "type": "functools._lru_cache_wrapper", "repr": str(getattr(obj, "__name__", "")), "wrapped": self.value(getattr(obj, "__wrapped__", None)), "can": []}
        if cls.__module__ == "builtins" or cls.__flags__ & (1 << 9) == 0 and not own_dict(obj):
            return {"kind": "opaque", "type": self.type_name(obj), "repr": cls.__name__, "can": self.abilities(cls)}
        attrs = list(own_dict(obj).items())
        for base in cls.__mro__:
            slots = base.__dict__.get("__slots__", ())
            for name in (slots,) if isinstance(slots, str) else tuple(slots):
                member = base.__dict__.get(name)
                if isinstance(member, types.MemberDescriptorType):
                    try:
                        attrs.append((name, member.__get__(obj)))
                    except AttributeError:
                        pass
        return {"kind": "instance", "cls": self.ref(cls), "attrs": self.pairs(attrs), "can": self.abilities(cls), **({} if cls.__dictoffset__ else {"slots": True})}

    def ask_module(self, module, code, head):
        """A module with a `__getattr__` of its own is asked for what a function reads of it under its name."""
        attrs = self.objects[self.ref(module)] or self.asked_early.setdefault(id(module), {"attrs": []})
        text = "".join(source_lines(code, inner=True))
        known = {name for name, _ in attrs["attrs"]} | own_dict(module).keys()
        for name in re.findall(rf"(?<![\w.]){re.escape(head)}\.([^\W\d]\w*)", text):
            if name in known:
                continue
            known.add(name)
            try:
                attrs["attrs"].append([name, self.outer(getattr(module, name))])
            except Exception:
                pass

    @staticmethod
    def abilities(cls):
        found = {name: base.__dict__[name] for base in reversed(cls.__mro__) for name in ABILITIES if name in base.__dict__}
        return [name for name in ABILITIES if found.get(name) is not None]

    def form_of(self, cls):
        """As `describe` would find it for most of what there is."""
        if any("__torch_names__" in base.__dict__ for base in cls.__mro__) or issubclass(cls, self.scripted):
            return None
        if issubclass(cls, type):
            return lambda obj: self.kept(obj) or self.describe_class(obj)
        if issubclass(cls, types.FunctionType):
            return lambda obj: self.kept(obj) or self.describe_function(obj)
        if issubclass(cls, self.Module):
            return lambda obj: self.describe_module(obj, cls)
        if issubclass(cls, self.torch.Tensor):
            return self.describe_tensor
        return (lambda obj: self.describe_sequence(obj, cls)) if cls in (list, tuple, dict) else None

    def describe_torch(self, obj, cls):
        jit = self.jit
        if issubclass(cls, self.scripted):
            for name, build in (
                ("ScriptFunction", lambda: {"kind": "scriptfunction", "func": self.value(own_dict(obj).get("original"))}),
                ("ScriptList", lambda: {"kind": "scriptlist", "items": [self.value(v) for v in own_dict(obj).get("items", ())]}),
                ("ScriptDict", lambda: {"kind": "scriptdict", "entries": [[self.value(k), self.value(v)] for k, v in own_dict(obj).get("entries", ())]}),
            ):
                kind = getattr(jit, name, None)
                if isinstance(kind, type) and issubclass(cls, kind):
                    made = build()
                    if own_dict(obj).get("_lens_traced"):
                        made["traced"] = True
                        self.tell_signature(made, own_dict(obj).get("original"), obj)
                    return made
            script_module = getattr(jit, "RecursiveScriptModule", None)
            if isinstance(script_module, type) and issubclass(cls, script_module):
                made = {"kind": "scriptmodule", "module": self.value(own_dict(obj).get("_lens_module"))}
                if own_dict(obj).get("_lens_frozen"):
                    made["frozen"] = True
                if own_dict(obj).get("_lens_traced"):
                    made["traced"] = True
                    made["inputs"] = len(own_dict(obj).get("_lens_inputs", (None,)))
                    self.tell_signature(made, own_dict(obj).get("_lens_module"), obj)
                return made
        if issubclass(cls, self.Module):
            return self.describe_module(obj, cls)
        if issubclass(cls, self.torch.Tensor):
            return self.describe_tensor(obj)
        if cls.__name__ == "ScriptObject" and cls.__module__ == "torch":
            return {"kind": "torch", "type": "class", "value": obj._lens_class, **({"held": [self.value(v) for v in obj._lens_held]} if self.values else {})}
        for name, kind in (("dtype", "dtype"), ("device", "device"), ("layout", "layout"), ("memory_format", "memory_format"), ("qscheme", "qscheme"), ("Generator", "generator")):
            t = getattr(self.torch, name, None)
            if isinstance(t, type) and cls is t:
                text = str(obj)
                return {"kind": "torch", "type": kind, "value": text[6:] if text.startswith("torch.") else text}
        return None

    def describe_module(self, obj, cls):
        data = own_dict(obj)
        if "_modules" not in data or "_parameters" not in data:
            return {"kind": "module", "cls": self.ref(cls), "attrs": self.pairs(data.items()), "parameters": [], "buffers": [], "modules": [],
                    "nonPersistentBuffers": [], "forwardHooks": [], "forwardPreHooks": [], "backwardHooks": 0, "uninitialized": True}
        hooks = lambda name: self.texts(data[name].values()) if data.get(name) else "[]"
        # before anything else is looked at: properties may set attributes
        raised = self.run_properties(obj, cls)
        if not self.quiet(cls, data):
            data = {**data, **self.read_by_scripting(obj, cls, data)}
        state = {**({} if raised is None else {"raised": raised}), **self.asked_for_methods(obj, cls, data)}
        if self.values and any("__getstate__" in vars(c) for c in cls.__mro__[:-1]):
            try:
                state["state"] = self.value(obj.__getstate__())
            except Exception:
                pass
        more = encode(state)[:-1] + "," if state else "{"
        unsaved = data.get("_non_persistent_buffers_set")
        return (
            f'{more}"kind":"module","cls":{self.ref(cls)},"attrs":{self.text_pairs([i for i in data.items() if i[0] not in MODULE_FIELDS])}'
            f',"parameters":{self.text_pairs(data["_parameters"].items()) if data["_parameters"] else "[]"},"buffers":{self.text_pairs(data["_buffers"].items()) if data["_buffers"] else "[]"},"modules":{self.text_pairs(data["_modules"].items()) if data["_modules"] else "[]"}'
            f',"nonPersistentBuffers":{encode(sorted(map(str, unsaved))) if unsaved else "[]"},"forwardHooks":{hooks("_forward_hooks")},"forwardPreHooks":{hooks("_forward_pre_hooks")}'
            f',"backwardHooks":{len(data.get("_backward_hooks", ())) + len(data.get("_backward_pre_hooks", ()))}}}'
        )

    def quiet(self, cls, data):
        """Does torch.jit.script ask an instance for nothing that is not in its `__dict__`, and change nothing of it?"""
        if cls not in self.asks:
            lists, takes, cached, constants, wraps = self.asked_of(cls)
            plain = not lists and not takes and not cached and not wraps and isinstance(constants, (list, tuple, set, frozenset)) and all(type(n) is str for n in constants)
            self.asks[cls] = frozenset(n for n in constants if (member := static_attr(cls, n, MISSING)) is MISSING or runs_code(member)) if plain else None
        names = self.asks[cls]
        return names is not None and names <= data.keys()

    def read_of(self, cls):
        """Names of what runs the user's code when an instance is asked for it (properties and other descriptors), sorted."""
        if cls not in self.properties:
            members = {}
            for base in reversed(cls.__mro__):
                members.update(dict.fromkeys(base.__dict__) if base.__module__.startswith(("torch.", "torchvision.")) else base.__dict__)
            self.properties[cls] = sorted(n for n, member in members.items() if runs_code(member))
        return self.properties[cls]

    def run_properties(self, obj, cls):
        """torch.jit.script reads all properties of the user's classes, in the order of their names; what ends it, if one raises."""
        if not self.read_of(cls):
            return None
        ignored = static_attr(obj, "__jit_ignored_attributes__", ())
        skipped = {n for n in ignored if isinstance(cls.__dict__.get(n), property)} if isinstance(ignored, (list, tuple, set, frozenset)) else ()
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(min(limit, 1000))  # Python's own: one that reads itself raises instead of using up the stack
        try:
            return self.first_that_raises(obj, [name for name in self.read_of(cls) if name not in skipped])
        finally:
            sys.setrecursionlimit(limit)

    @staticmethod
    def first_that_raises(obj, names):
        for name in names:
            try:
                getattr(obj, name)
            except AttributeError:
                continue  # torch takes that for 'there is none'
            except Exception as error:
                told = told_of(error)
                if told is not None:
                    return {"property": name, **told}
        return None

    def asked_for_methods(self, obj, cls, data):
        """
        What torch.jit.script meets when it looks for methods to compile: the names that a `__dir__` of the user's gives, and
        what ends it, if that raises or a `__setattr__` does not let torch note the overloads.
        """
        made = {}
        lists, takes = self.asked_of(cls)[:2]
        if lists:
            try:
                made["listed"] = sorted({n for n in dir(obj) if isinstance(n, str)})
            except Exception as error:
                told = told_of(error)
                return {} if told is None else {"refused": {"asked": "dir", **told}}
        if takes:
            before = data.get("__overloads__", MISSING)
            try:
                obj.__overloads__ = dict(getattr(obj, "__overloads__", {}))
            except Exception as error:
                told = told_of(error)
                if told is not None:
                    made["refused"] = {"asked": "setattr", **told}
            own = own_dict(obj)
            if before is MISSING:
                own.pop("__overloads__", None)
            else:
                own["__overloads__"] = before
        return made

    def asked_of(self, cls):
        """Of a module's class: whether it has a `__dir__` and a `__setattr__` of the user's; its cached properties, its constants, and whether it has a `__getattr__` besides Module's."""
        if cls not in self.asked:
            cached = [n for base in cls.__mro__ for n, member in base.__dict__.items() if isinstance(member, functools.cached_property)]
            wraps = any("__getattr__" in base.__dict__ for base in cls.__mro__ if not base.__module__.startswith("torch.nn.modules.module"))
            self.asked[cls] = defined_by_user(cls, "__dir__"), defined_by_user(cls, "__setattr__"), cached, static_attr(cls, "__constants__", ()), wraps
        return self.asked[cls]

    def read_by_scripting(self, obj, cls, data):
        """What `torch.jit.script` itself asks the object for: cached properties, and constants that are properties or come from `__getattr__`."""
        _, _, cached, constants, wraps = self.asked_of(cls)
        read = {name: None for name in cached if name not in data}
        if "__constants__" not in data and constants == () and wraps:
            try:  # a wrapper may answer for what it wraps
                constants = read["__constants__"] = getattr(obj, "__constants__", ())
            except Exception:
                pass
        for name in constants if isinstance(constants, (list, tuple, set, frozenset)) else ():
            if isinstance(name, str) and name not in data and not any(name in data.get(table, ()) for table in ("_parameters", "_buffers", "_modules")):
                member = static_attr(cls, name, MISSING)
                if member is MISSING or runs_code(member):
                    read[name] = None
        for name in [n for n in read if n != "__constants__"]:
            try:
                read[name] = getattr(obj, name)
            except Exception:
                del read[name]
        return read

    def tell_signature(self, made, original, traced):
        from lens.traced import signature
        told = signature(self.torch, original, own_dict(traced).get("_lens_inputs", ()))
        if told is not None:
            made["signature"] = told

    def describe_tensor(self, obj):
        if "Uninitialized" in type(obj).__name__:
            return {"kind": "tensor", "parameter": isinstance(obj, self.Parameter) or "Parameter" in type(obj).__name__, "dtype": str(getattr(obj, "dtype", "float32")).replace("torch.", ""),
                    "shape": [], "device": "cpu", "requiresGrad": "Parameter" in type(obj).__name__, "uninitialized": True, "cls": self.type_name(obj)}
        if type(obj) in (self.torch.Tensor, self.Parameter) and not self.values and not obj.__dict__ and self.core.Mode.script is None:
            return self.describe_usual_tensor(obj)
        made = {
            "kind": "tensor", "parameter": isinstance(obj, self.Parameter), "dtype": str(obj.dtype).replace("torch.", ""), "shape": [int(n) for n in obj.shape],
            "device": str(obj.device), "requiresGrad": bool(obj.requires_grad),
        }
        if type(obj) not in (self.torch.Tensor, self.Parameter):
            made["cls"] = self.type_name(obj)
        if self.values:
            made["stored"] = {"storage": self.storage_of(obj), "offset": obj._offset, "strides": list(obj._strides)}
        count = 1
        for n in made["shape"]:
            count *= n
        if count <= 64:
            strides = getattr(obj, "_strides", None)
            if strides is not None and tuple(strides) != self.core.contiguous_strides(made["shape"]):
                made["strides"] = list(strides)
            try:
                made["values"] = self.numbers(obj.reshape(-1).tolist())
            except Exception:
                pass
        return made

    def numbers(self, flat):
        return list(flat) if set(map(type, flat)) <= {int, bool} else [v if isinstance(v, (bool, int)) else [v.real, v.imag] if isinstance(v, complex) else self.number(v) for v in flat]

    def describe_usual_tensor(self, obj):
        """As `describe_tensor`, for what is a Tensor or Parameter and nothing more."""
        shape, storage = obj._shape, obj._storage
        more = ""
        if math.prod(shape) <= 64:
            if obj._strides != self.core.contiguous_strides(shape):
                more = f',"strides":{encode(list(obj._strides))}'
            try:
                found = self.core.values(obj)
                if found is not None:
                    more += f',"values":{encode(self.numbers(found))}'
            except Exception:
                pass
        return (
            f'{{"kind":"tensor","parameter":{"true" if type(obj) is self.Parameter else "false"},"dtype":"{obj._dtype._name}","shape":[{",".join(map(str, shape))}]'
            f',"device":"{storage.device}","requiresGrad":{"true" if obj._requires_grad else "false"}{more}}}'
        )

    def storage_of(self, obj):
        storage = obj._storage
        known = self.storages.get(id(storage))
        if known is not None:
            return known
        self.storages[id(storage)] = number = len(self.stored)
        self.keep.append(storage)
        made = {"dtype": storage.dtype._name, "size": storage.n}
        if storage.recipe is not None:
            kind, source, *steps = storage.recipe
            made["recipe"] = [kind, self.plain_number(source), *([[name, *map(self.number, numbers)] for name, *numbers in part] for part in steps)]
        elif storage.known():
            made["data"] = packed(storage.read())
        self.stored.append(made)
        return number

    def plain_number(self, x):
        return [self.number(x.real), self.number(x.imag)] if isinstance(x, complex) else int(x) if isinstance(x, (bool, int)) and abs(x) < 2 ** 53 else str(x) if isinstance(x, int) else self.number(x)

    def describe_sequence(self, obj, cls):
        for base, kind in SEQUENCES if cls is not dict else ():
            if not issubclass(cls, base):
                continue
            items = list(base.__iter__(obj))
            if len(items) > MAX_ITEMS:
                return {"kind": "opaque", "type": self.type_name(obj), "repr": f"{kind} of {len(items)} items"}
            if kind in ("set", "frozenset"):
                items.sort(key=lambda v: (type(v).__name__, repr(v) if isinstance(v, (int, str, float, bool, bytes, type(None))) else ""))
            size = getattr(self.torch, "Size", None)
            if cls is base or cls is size:
                return f'{{"kind":"{"size" if cls is size else kind}","items":{self.texts(items)}}}'
            return {"kind": kind, "items": [self.value(v) for v in items], "cls": self.ref(cls)}
        if issubclass(cls, dict):
            if dict.__len__(obj) > MAX_ITEMS:
                return {"kind": "opaque", "type": self.type_name(obj), "repr": f"dict of {dict.__len__(obj)} items"}
            made = {"kind": "dict", "entries": [[self.value(k), self.value(v)] for k, v in dict.items(obj)]}
            if issubclass(cls, collections.OrderedDict):
                made["ordered"] = True
            if cls not in (dict, collections.OrderedDict):
                made["cls"] = self.ref(cls)
            return made
        return None

    def describe_typing(self, obj):
        if obj is typing.Any:
            return {"kind": "typing", "origin": "typing.Any", "args": [], "repr": "Any"}
        module = getattr(type(obj), "__module__", "")
        pep604 = isinstance(obj, types.UnionType) and (module == "types" or id(obj) in self.written_with_bar)
        if module not in ("typing", "types", "annotationlib") and not isinstance(obj, types.GenericAlias):
            return None
        if annotationlib is not None and isinstance(obj, annotationlib.ForwardRef) or type(obj).__name__ == "ForwardRef":
            return {"kind": "typing", "origin": "typing.ForwardRef", "args": [obj.__forward_arg__], "repr": obj.__forward_arg__}
        if isinstance(obj, typing.TypeVar):
            return {"kind": "typing", "origin": "typing.TypeVar", "args": [], "repr": obj.__name__}
        origin = typing.get_origin(obj)
        args = typing.get_args(obj)
        text = repr(obj)
        if origin is typing.Union or origin is types.UnionType:
            name = "typing.Optional" if len(args) == 2 and type(None) in args and not text.startswith("typing.Union") else "typing.Union"
            made = {"kind": "typing", "origin": name if name == "typing.Union" else "typing.Union", "args": [self.value(a) for a in args], "repr": text}
            if pep604:
                made["pep604"] = True
            return made
        if isinstance(obj, types.GenericAlias) or origin is not None:
            if isinstance(obj, types.GenericAlias):
                name = f"{origin.__module__}.{origin.__qualname__}"
            else:
                name = "typing." + (getattr(obj, "_name", None) or getattr(origin, "__name__", str(origin)))
            flat = [list(a) if isinstance(a, list) else a for a in args]
            return {"kind": "typing", "origin": name, "args": [self.value(a) for a in flat], "repr": text}
        name = getattr(obj, "_name", None)
        if module == "typing" and name:
            return {"kind": "typing", "origin": f"typing.{name}", "args": [], "repr": text}
        return None

    def tell_unions_apart(self, owner, annotations):
        """Since CPython 3.14 `Union[X, Y]` and `X | Y` make the same object; torch 1.13 knows only the first, so the source has to tell."""
        def unions(value):
            if isinstance(value, types.UnionType):
                yield value
            for arg in typing.get_args(value):
                yield from unions(arg)
        if not annotations or (file_of(sys.modules.get(owner.__module__)) or "/lens/").startswith("/lens/"):
            return
        found = {name: list(unions(value)) for name, value in annotations.items() if not isinstance(value, str)}
        # annotations that were assigned have no text, and their values print with bars in any case
        if annotationlib is None or not any(found.values()) or getattr(owner, "__annotate__", None) is None:
            return
        try:
            texts = annotationlib.get_annotations(owner, format=annotationlib.Format.STRING)
        except Exception:
            return
        for name, values in found.items():
            if "|" in texts.get(name, ""):
                self.keep.extend(values)
                self.written_with_bar.update(id(v) for v in values)

    @staticmethod
    def builtin_names(obj):
        name = getattr(obj, "__name__", "?")
        module = getattr(obj, "__module__", None)
        owner = getattr(obj, "__objclass__", None)
        if owner is not None:
            return [f"{owner.__module__}.{owner.__qualname__}.{name}"]
        holder = getattr(obj, "__self__", None)
        if holder is not None and not isinstance(holder, types.ModuleType):
            cls = holder if isinstance(holder, type) else type(holder)
            return [f"{cls.__module__}.{cls.__qualname__}.{name}"]
        module = {"_operator": "operator", "_functools": "functools", "_collections": "collections"}.get(module, module)
        return [f"{module or 'builtins'}.{name}"]

    def kept(self, obj):
        """The text of a function or class that was described ahead, unless it changed."""
        known = KEPT.get(id(obj))
        try:
            made = known and known.told(self)
        except Exception:
            made = None
        if made is None:
            self.afresh.append(obj)
        return made

    def changed_in(self, scope):
        key = id(scope)
        if key not in self.changes:
            self.changes[key] = scope.changed()
        return self.changes[key]

    def answers(self, module):
        key = id(module)
        if key not in self.answering:
            self.answering[key] = made_up(module)
        return self.answering[key]

    @staticmethod
    def made_up_among(items):
        return {name: value for name, value in items if made_up(value)}

    def describe_class(self, cls):
        traits = {}
        bases = cls.__mro__[1:]
        if issubclass(cls, self.Module):
            traits["module"] = True
        if issubclass(cls, enum.Enum):
            traits["enum"] = True
        if issubclass(cls, tuple) and isinstance(getattr(cls, "_fields", None), tuple):
            traits["namedtuple"] = True
        if "__dataclass_fields__" in cls.__dict__:
            traits["dataclass"] = True
        if cls.__dict__.get("__torch_script_interface__") is True:
            traits["interface"] = True
        if issubclass(cls, BaseException):
            traits["exception"] = True
        if cls.__dict__.get("__abstractmethods__"):
            traits["abstract"] = True
        if typing.Generic in bases:
            traits["generic"] = True
        if cls.__dict__.get("_is_protocol"):
            traits["protocol"] = True
        if cls.__dict__.get("__torch_script_class__"):
            traits["scripted"] = True
        if cls.__dict__.get("__torch_script_ignored__"):
            traits["ignored"] = True
        home = file_of(sys.modules.get(cls.__module__))
        builtin = cls.__module__ == "builtins" or cls.__flags__ & (1 << 9) == 0 or is_python_library(home) and not has_code(cls)
        library = builtin or is_library(home) and not issubclass(cls, self.Module) and not issubclass(cls, enum.Enum)
        if library and not builtin and not any(callable(v) or isinstance(v, (property, classmethod, staticmethod)) for v in cls.__dict__.values()):
            traits["methodless"] = True
        attrs = [] if library or cls is object else [(k, v) for k, v in cls.__dict__.items() if k not in CLASS_SKIP]
        annotations = {} if library else annotations_of(cls)
        self.tell_unions_apart(cls, annotations)
        file, line = None, 0
        if not builtin:
            file = home
            line = cls.__dict__.get("__firstlineno__", 0)
        made = {
            "kind": "class", "name": cls.__name__, "qualname": cls.__qualname__, "module": str(cls.__module__),
            "mro": [self.ref(b) for b in bases if b is not object], "bases": [self.ref(b) for b in cls.__bases__ if b is not object],
            "attrs": [] if traits.get("enum") and False else self.pairs((k, v) for k, v in attrs if not (traits.get("enum") and k.startswith("_") and not isinstance(v, types.FunctionType))),
            "annotations": self.pairs(annotations.items()), "file": file if isinstance(file, str) else None,
            "line": line if isinstance(line, int) else 0, "traits": traits,
        }
        if annotationlib is not None and annotations and "__annotations__" in cls.__dict__:
            made["annotationsAreText"] = True
        elif (any(isinstance(v, str) for v in annotations.values()) or not annotations and has_annotations(cls)) and (raised := raised_by_annotations(cls)):
            made["annotationsRaise"] = raised
        if traits.get("enum"):
            made["enumMembers"] = self.pairs((m._name_, m._value_) for m in cls)
            if cls._member_type_ is not object:
                made["listedMethods"] = sorted(n for n, v in cls.__dict__.items() if isinstance(v, types.FunctionType) and v.__name__ == n and n in dir(cls._member_type_) and v.__module__ != "enum")
        if traits.get("namedtuple"):
            made["namedtupleFields"] = list(cls._fields)
            made["namedtupleDefaults"] = self.pairs(getattr(cls, "_field_defaults", {}).items())
        if traits.get("dataclass"):
            made["dataclassFields"] = self.dataclass_fields(cls)
        if cls.__name__ == "Mixin" and cls.__module__ == "lens.finder" and "_lens_origin" in cls.__dict__:
            made["standsFor"] = cls._lens_origin
        override = cls.__dict__.get("_jit_override_qualname")
        if isinstance(override, str):
            made["overrideQualname"] = override
        return made

    def dataclass_fields(self, cls):
        import dataclasses
        out = []
        for f in cls.__dataclass_fields__.values():
            passed = isinstance(f.type, dataclasses.InitVar)
            if getattr(f, "_field_type", None) is not getattr(dataclasses, "_FIELD", None) and not passed:
                continue
            row = {"name": f.name, "type": self.value(f.type.type if passed else f.type), "init": bool(f.init), "kwOnly": f.kw_only is True, "compare": bool(f.compare), **({"initVar": True} if passed else {})}
            if f.default is not dataclasses.MISSING:
                row["default"] = self.value(f.default)
            if f.default_factory is not dataclasses.MISSING:
                row["factory"] = self.value(f.default_factory)
            out.append(row)
        return out

    def describe_function(self, fn):
        code = fn.__code__
        if code.co_filename.startswith("/lens/site/numpy/"):
            # nearly all of numpy's functions are no Python code for torch, and it compiles none of the others
            return {"kind": "builtin", "names": [f"numpy.{fn.__name__}"], "type": "builtin_function_or_method"}
        if is_library(code.co_filename):
            return self.library_function(fn, code)
        self.note_generated(code.co_filename)
        overloads = self.overloads(fn)
        annotations = annotations_of(fn)
        self.tell_unions_apart(fn, annotations)
        closure = self.closure_of(fn)
        named, found, later = self.looked_up(fn, annotations, overloads)
        self.names |= named
        heads = self.made_up_among((*found.items(), *closure))
        for dotted in attributes_in_annotations(code, heads) if heads else ():
            try:  # as torch does for a type's name
                found[dotted] = functools.reduce(getattr, dotted.split(".")[1:], heads[dotted.split(".")[0]])
            except Exception:
                pass
        for name, value in heads.items():
            if isinstance(value, types.ModuleType):
                self.ask_module(value, code, name)
        rows = {**self.fixed_rows(fn, annotations), **({"later": later} if later else {})}
        defaults = []
        if fn.__defaults__:
            defaults += zip(code.co_varnames[code.co_argcount - len(fn.__defaults__):code.co_argcount], fn.__defaults__)
        if fn.__kwdefaults__:
            defaults += fn.__kwdefaults__.items()
        marks = fn.__dict__
        made = {
            **rows, "closure": self.pairs(closure), "defaults": self.pairs(defaults), "globals": self.outer_pairs(found.items()),
            "annotations": self.pairs(annotations.items()), "attrs": self.pairs((k, v) for k, v in marks.items() if k not in ("__wrapped__", "_torchscript_modifier")),
        }
        modifier = marks.get("_torchscript_modifier")
        if modifier is not None:
            made["modifier"] = modifier if isinstance(modifier, str) else str(getattr(modifier, "value", modifier))
        if overloads is False:
            made["attrs"].append(["__lens_overload_declaration__", True])
        elif overloads:
            made["overloads"] = [self.value(o) for o in overloads]
        if "__wrapped__" in marks:
            made["wrapped"] = self.value(marks["__wrapped__"])
        return made

    @staticmethod
    def of_scope(scope, names):
        return {name: scope[name] if name in scope else builtins.__dict__[name] for name in names if name in scope or name in builtins.__dict__}

    @staticmethod
    def closure_of(fn):
        closure = []
        for name, cell in zip(fn.__code__.co_freevars, fn.__closure__ or ()):
            try:
                closure.append((name, cell.cell_contents))
            except ValueError:
                pass
        return closure

    def scope_of(self, fn):
        """What its globals were when it was scripted; None if it was not."""
        return self.jit._scopes.of(fn) if self.jit is not None and self.jit._scopes is not None else None

    def looked_up(self, fn, annotations, overloads):
        """The names in a function, the values of those that stand for something, and names that only stand for something since."""
        code, scope = fn.__code__, fn.__globals__
        named = {*names_of(code), *self.wrapped_names(fn)}
        for text in [v for v in annotations.values() if isinstance(v, str)]:
            named.update(part for part in re.findall(r"[^\W\d]\w*", text))
        # names in the declarations of an overloaded function are looked up from its implementation, too
        for declared in (fn, *(overloads or ())):
            named.update(source_names(declared.__code__))
        then = self.scope_of(fn)
        found, later = {}, []
        if then is None:
            found = self.of_scope(scope, sorted(named))
        else:
            for name in sorted(named):
                try:
                    found[name] = then.lookup(name, scope)
                except KeyError:
                    if name in builtins.__dict__:
                        found[name] = builtins.__dict__[name]
                    elif name in scope:
                        later.append(name)
        # names in quoted fields of NamedTuples are looked up from where these are used
        quoted = {part for value in found.values() for part in self.quoted_names(value)}
        found.update((name, scope[name]) for name in sorted(quoted - found.keys()) if name in scope)
        return named | quoted, found, later

    def fixed_rows(self, fn, annotations):
        """What is told of a function beside the objects that it names."""
        code = fn.__code__
        count = code.co_argcount
        extra = count + code.co_kwonlyargcount
        parameters = list(code.co_varnames[:count])
        if code.co_flags & inspect.CO_VARARGS:
            parameters.append("*" + code.co_varnames[extra])
        parameters += code.co_varnames[count:extra]
        if code.co_flags & inspect.CO_VARKEYWORDS:
            parameters.append("**" + code.co_varnames[extra + bool(code.co_flags & inspect.CO_VARARGS)])
        made = {"kind": "function", "name": fn.__name__, "qualname": fn.__qualname__, "module": str(fn.__module__), "file": code.co_filename, "line": code.co_firstlineno, "parameters": parameters}
        then = self.scope_of(fn)
        if undefined := then.undefined if then else undefined_in_annotations(fn):
            made["undefinedInAnnotations"] = undefined
        elif (any(isinstance(v, str) for v in annotations.values()) or not annotations and has_annotations(fn)) and (raised := raised_by_annotations(fn)):
            made["annotationsRaise"] = raised
        if code.co_name == "<lambda>":
            made["isLambda"] = True
        if code.co_flags & inspect.CO_GENERATOR:
            made["isGenerator"] = True
        if code.co_flags & inspect.CO_COROUTINE:
            made["isCoroutine"] = True
        return made

    @staticmethod
    def quoted_names(value):
        """Names in those annotations of a NamedTuple's fields that are text."""
        if not isinstance(value, type) or not issubclass(value, tuple) or not hasattr(value, "_fields"):
            return ()
        texts = [getattr(a, "__forward_arg__", a) for a in annotations_of(value).values()]
        return re.findall(r"[^\W\d]\w*", " ".join(t for t in texts if isinstance(t, str)))

    def note_generated(self, file):
        """Keeps the text of a file that is not on the disk: one that was written while loading, or a name that linecache was given lines for."""
        if file not in self.generated:
            there = file.startswith("<") or not file.startswith("/lens/") and in_memory(file)
            text = "".join(linecache.getlines(file)) if there else ""
            self.generated[file] = text if len(text) <= MAX_CODE else ""

    @staticmethod
    def wrapped_names(fn):
        """Names in the source behind `functools.wraps`: torch looks them up among the wrapper's globals."""
        found = set()
        if "__wrapped__" in fn.__dict__:
            try:
                code_names(inspect.unwrap(fn).__code__, found)
            except (ValueError, AttributeError):
                pass
        return found

    def library_function(self, fn, code):
        """What is known of a function that is never compiled: its name, its place, its marks."""
        made = {"kind": "function", "name": fn.__name__, "qualname": fn.__qualname__, "module": str(fn.__module__), "file": code.co_filename, "line": code.co_firstlineno,
                "outline": True, "parameters": list(code.co_varnames[:code.co_argcount]), "closure": [], "defaults": [],
                "globals": self.outer_pairs(self.of_scope(fn.__globals__, sorted(self.wrapped_names(fn))).items()), "annotations": [],
                "attrs": self.pairs((k, v) for k, v in fn.__dict__.items() if k.startswith(("__lens_", "__original_fn", "__script_if")))}
        if "__wrapped__" in fn.__dict__:
            made["wrapped"] = self.value(fn.__dict__["__wrapped__"])
        modifier = fn.__dict__.get("_torchscript_modifier")
        if isinstance(modifier, str):
            made["modifier"] = modifier
        return made

    @staticmethod
    def overloads(fn):
        """Signatures declared with `torch.jit._overload` and `_overload_method` for this function."""
        marks = sys.modules["torch._jit_internal"]
        if "." in fn.__qualname__ and "<locals>" not in fn.__qualname__.rpartition(".")[0][-9:]:
            by_class = marks._overloaded_methods.get(f"{fn.__module__}.{fn.__qualname__}")
            found = next(iter(by_class.values())) if by_class else None
        else:
            try:
                found = marks._get_fn_overloads(marks._qualified_name(fn))
            except Exception:
                found = None
        return None if found is None else False if fn in found and fn is found[-1] else None if fn in found else found
