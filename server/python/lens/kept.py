"""
Descriptions of functions and classes that are made ahead: of torch's own for the memory snapshot, of what a file imports
at the pause of its load. They are told again as long as what they are of is as it was: the function or class itself, and
what the names in it stand for.
"""
import builtins
import enum
import re
import sys
import types

from lens import dump

#: In a text: the number of the first object that it asks for; the next has the next number.
MARK = 7_310_000_000_000_000
MARKED = re.compile(r"7310000000\d{6}")
VALUES = (types.NoneType, types.EllipsisType, int, float, complex, str, bytes)
NAMED = (type, types.FunctionType, types.MethodType, types.ModuleType, types.BuiltinFunctionType)

#: By identity of a module's names.
SCOPES = {}


class Scope:
    """A module's names and what they stood for."""

    def __init__(self, content):
        self.content, self.names, self.held = content, tuple(content), tuple(content.values())
        self.ids = tuple(map(id, self.held))

    def changed(self):
        """The names that stand for something else by now."""
        now = self.content
        if tuple(map(id, now.values())) == self.ids and tuple(now) == self.names:
            return frozenset()
        before, now = dict(zip(self.names, self.ids)), {name: id(value) for name, value in now.items()}
        return frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


BUILTINS = Scope(vars(builtins))


def scope_of(content):
    known = SCOPES.get(id(content))
    if known is None or known.changed():
        known = SCOPES[id(content)] = Scope(content)
    return known


class Varies(Exception):
    """A description depends on more than is looked at when it is told again."""


class Recorder(dump.Dumper):
    """Notes what a description asks for instead of numbering it."""

    def __init__(self, torch):
        super().__init__(torch, torch.nn)
        self.asked_for = []  # [object, whether it is that of a global] in order
        self.looked = frozenset()  # names that were looked up

    def ref(self, obj):
        self.asked_for.append((obj, False))
        return MARK + len(self.asked_for) - 1

    def outer(self, obj):
        if isinstance(obj, (*VALUES, *NAMED)):
            return self.value(obj)
        self.asked_for.append((obj, True))
        return {"o": MARK + len(self.asked_for) - 1}

    def overloads(self, fn):
        if super().overloads(fn) is not None:
            raise Varies
        return None

    def looked_up(self, fn, annotations, overloads):
        named, found, later = super().looked_up(fn, annotations, overloads)
        if later or self.jit._scopes is not None and self.jit._scopes.of(fn) is not None:
            raise Varies
        self.looked = named
        return named, found, later

    def made_up_among(self, items):
        if super().made_up_among(items):
            raise Varies
        return {}

    def describe_class(self, cls):
        if issubclass(cls, tuple) or isinstance(cls, enum.EnumMeta) or "__dataclass_fields__" in cls.__dict__:
            raise Varies
        self.looked = None if dump.annotations_of(cls) else frozenset(("__file__",))
        return super().describe_class(cls)

    def library_function(self, fn, code):
        if "__wrapped__" in fn.__dict__:
            raise Varies
        return super().library_function(fn, code)


class Kept:
    """`text`: with marks where the numbers of objects stand; `looked`: the names that it depends on, None for all."""

    def __init__(self, obj, recorder, made, scope):
        self.obj, self.scope, self.looked = obj, scope, recorder.looked
        self.asked_for = recorder.asked_for
        self.keys = [id(o) for o, _ in self.asked_for]
        self.globals = any(of_global for _, of_global in self.asked_for)
        self.modules = [o for o, _ in recorder.asked_for if isinstance(o, types.ModuleType)]
        self.named, self.unions = frozenset(recorder.names), recorder.keep
        self.names, self.parts = consists_of(obj)
        self.ids = list(map(id, self.parts))
        self.overloads = overloads_so_far()
        text = dump.encode(made)
        order = [int(mark) - MARK for mark in MARKED.findall(text)]
        if sorted(order) != list(range(len(self.asked_for))):
            raise Varies
        self.order = None if order == sorted(order) else order
        self.text = MARKED.sub("%d", text.replace("%", "%%"))

    def told(self, dumper):
        """Its text in another dump; None where it has to be described anew."""
        obj, looked = self.obj, self.looked
        names, parts = consists_of(obj)
        if names != self.names or list(map(id, parts)) != self.ids or any(map(dumper.answers, self.modules)):
            return None
        changed = dumper.changed_in(self.scope)
        if changed and (looked is None or not changed.isdisjoint(looked)):
            if isinstance(obj, types.FunctionType) or "__annotate_func__" in obj.__dict__:
                obj.__annotate__ = obj.__annotate__  # they are evaluated anew, too
            return None
        if isinstance(obj, types.FunctionType):
            if dumper.overloaded is None:
                dumper.overloaded = overloads_so_far()
            changed = dumper.changed_in(BUILTINS)
            if changed and not changed.isdisjoint(looked) or self.overloads != dumper.overloaded and dumper.overloads(obj) is not None:
                return None
            if dumper.jit._scopes is not None and dumper.jit._scopes.of(obj) is not None:
                return None
        numbers = list(map(dumper.index.get, self.keys))
        if self.globals or None in numbers:
            for i, (asked, of_global) in enumerate(self.asked_for):
                if of_global:
                    numbers[i] = dumper.outer(asked)["o"]
                elif numbers[i] is None:
                    numbers[i] = dumper.ref(asked)
        dumper.names |= self.named
        if self.unions:
            dumper.written_with_bar.update(map(id, self.unions))
        return self.text % tuple(numbers if self.order is None else [numbers[i] for i in self.order])


def consists_of(obj):
    """The names in a function or class, and what it is made of."""
    if isinstance(obj, type):
        content, noted = obj.__dict__, obj.__dict__.get("__annotations_cache__")
        names, parts = [obj.__name__, obj.__qualname__, obj.__module__, *content], [obj.__bases__, obj.__mro__, *content.values()]
    else:
        marks, keywords, noted = obj.__dict__, obj.__kwdefaults__, obj.__annotations__
        names, parts = [obj.__name__, obj.__qualname__, obj.__module__], [obj.__code__, obj.__defaults__, noted]
        for more in (marks, keywords):
            if more:
                names += more
                parts += more.values()
        if obj.__closure__:
            parts += [cell.cell_contents for cell in obj.__closure__]
    if noted:
        names += noted
        parts += noted.values()
    return names, parts


def overloads_so_far():
    marks = sys.modules["torch._jit_internal"]
    return len(marks._overloaded_fns), len(marks._overloaded_methods)


def keep(torch, objects):
    """Describes functions and classes ahead."""
    for obj in objects:
        recorder = Recorder(torch)
        try:
            content = vars(sys.modules[obj.__module__]) if isinstance(obj, type) else obj.__globals__
            made = recorder.describe_class(obj) if isinstance(obj, type) else recorder.describe_function(obj)
            if not any(recorder.generated.values()):
                dump.KEPT[id(obj)] = Kept(obj, recorder, made, scope_of(content))
        except Exception:
            pass  # it is described when it is met


def found(names):
    """The functions and classes among what names of modules and qualified names stand for."""
    for module, qualname in names:
        at = sys.modules.get(module)
        for part in qualname.split("."):
            at = (at.__dict__ if isinstance(at, type) else dump.own_dict(at)).get(part)
            at = at.__func__ if isinstance(at, (staticmethod, classmethod)) else at.fget if isinstance(at, property) else at
        if isinstance(at, (type, types.FunctionType)) and (at.__module__, at.__qualname__) == (module, qualname):
            yield at


def of_stand_in():
    """Torch's own functions and classes. torchvision may be the user's."""
    for name, module in list(sys.modules.items()):
        if not name.startswith(("torch.nn.", "torch.functional")):
            continue
        own = [v for v in vars(module).values() if isinstance(v, NAMED[:2]) and v.__module__ == name]
        yield from own
        for cls in own:
            if isinstance(cls, type):
                yield from (v for v in vars(cls).values() if isinstance(v, types.FunctionType))


def keep_stand_in(torch):
    """Describes what is not described or changed."""
    dumper = dump.Dumper(torch, torch.nn)
    keep(torch, [obj for obj in of_stand_in() if dumper.kept(obj) is None])
    dump.linecache.clearcache()
