"""What globals were when `torch.jit.script` was called: torch compiles there and then, and what a file defines further down is not seen."""
import builtins
import dis
import inspect
import re
import types

from lens.dump import annotations_of, undefined_in_annotations

OWN = "/lens/site/"


class Scope:
    """The globals that a function's code names, as they were. `values` is None where only their absence counts; `undefined`: the first name that its annotations lacked."""

    def __init__(self, asked, values, present, undefined):
        self.asked, self.values, self.present, self.undefined = asked, values, present, undefined

    def complete(self):
        return self.asked <= self.present

    def lookup(self, name, now):
        """The value of a global of the code, out of `now`, the globals of today; raises KeyError where there was none."""
        if name not in self.asked:
            return now[name]
        if name not in self.present:
            raise KeyError(name)
        return now[name] if self.values is None else self.values[name]


def global_names(code, found):
    for step in dis.get_instructions(code):
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            found.add(step.argval)
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            global_names(const, found)


def functions_of(cls):
    for value in list(vars(cls).values()):
        for part in (value.fget, value.fset) if isinstance(value, property) else (getattr(value, "__func__", value),):
            if inspect.isfunction(part):
                yield part


def is_user_code(fn):
    return not fn.__code__.co_filename.startswith((OWN, "/lib/python", "<"))


class Scopes:
    def __init__(self, torch):
        self.torch = torch
        self.known = {}  # id of a function -> (it, its scope)

    def of(self, fn):
        return self.known.get(id(fn), (None, None))[1]

    def note(self, obj):
        """`obj` is given to torch.jit.script now."""
        if isinstance(obj, self.torch.nn.Module):
            for cls in {c for module in obj.modules() for c in type(module).__mro__ if not c.__module__.startswith(("torch.", "builtins"))}:
                for fn in functions_of(cls):
                    self.keep(fn, own=cls.__name__, values=False)
        elif inspect.isclass(obj):
            for fn in functions_of(obj):
                self.keep(fn, own=obj.__name__)
        elif inspect.isfunction(obj):
            self.keep(obj, own=obj.__name__)

    def keep(self, fn, own, values=True):
        before = self.of(fn)
        if not is_user_code(fn) or before is not None and before.complete():
            return
        asked = set()
        global_names(fn.__code__, asked)
        asked.update(name for text in annotations_of(fn).values() if isinstance(text, str) for name in names_in(text))
        asked.discard(own)
        there = fn.__globals__
        present = {name for name in asked if name in there or name in builtins.__dict__}
        self.known[id(fn)] = (fn, Scope(asked, {name: there[name] for name in present if name in there} if values else None, present, undefined_in_annotations(fn)))


def names_in(text):
    return re.findall(r"[^\W\d]\w*", text)
