"""Runs a module once on example inputs and gives a module whose `forward` is what was recorded (answers to torch/csrc/jit/frontend/tracer.cpp).

Layers of torch.nn are recorded as calls of them, everything else as operations on tensors. What Python decides
while it runs becomes fixed; where a size or a value became a number, or decided something, is noted with its line.
"""
import inspect
import linecache
import math
import re
import sys
import typing

import torch
from torch import nn
from torch._lens import builtin, core, dispatch, indexing
from torch.fx.graph_module import _compile, _copy_attr
from lens import finder
from lens.sizes import Traced, plain
from lens.words import english, said

MOST_NOTES = 200
_CASTS = frozenset(("float", "double", "half", "bfloat16", "long", "int", "short", "char", "byte", "bool"))
_BINARY = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@", "and": "&", "or": "|", "xor": "^", "lshift": "<<", "rshift": ">>",
    "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
}
#: A line that names a number, and a name.
_NUMBER = re.compile(r"(n\d+) = ")
_NAME = re.compile(r"\bn\d+\b")
_UNARY = {"neg": "-", "invert": "~", "pos": "+"}
_SIZES = ("size", "numel", "nelement")
_MAKERS = ("torch.zeros", "torch.ones", "torch.empty", "torch.rand", "torch.randn")
_VALUES = ("item", "tolist", "numpy", "is_nonzero")
#: Layers that do not compile, with these arguments or any: what they do is recorded instead.
_UNCOMPILED = re.compile(r"MaxUnpool[123]d|Adaptive(Avg|Max)Pool[23]d|SyncBatchNorm|CrossMapLRN2d|Threshold|GaussianNLLLoss")
#: Methods that say something of a tensor or leave it as it is.
_UNRECORDED = frozenset(("dim", "ndimension", "stride", "is_contiguous", "element_size", "is_floating_point", "is_complex", "data_ptr", "storage_offset", "requires_grad_", "retain_grad", "get_device", "register_hook", "untyped_storage", "_is_view"))
#: Methods that change the shape of the tensor itself, and none of its values: the trace has another tensor from there on.
_RESHAPING = frozenset(("squeeze_", "swapaxes_", "swapdims_", "t_", "transpose_", "unsqueeze_"))
#: What a trace fixes.
SHAPE = said("a shape became a constant")
VALUE = said("the value of a tensor became a constant")
BRANCH = said("the value of a tensor decided a branch")
SIZE_BRANCH = said("a size decided a branch")
CONSTANT = said("a tensor that is not a parameter, buffer or input became a constant")


class Untraceable(Exception):
    """What cannot be recorded."""

    def __init__(self, sentence):
        super().__init__(english(sentence))
        self.sentence = sentence
        self.place = _place()


def _place():
    """The line of user code that runs: the innermost outside of torch and of this file."""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith("/lens/site/") and not name.startswith("<"):
            return f"{name}:{frame.f_lineno}"
        frame = frame.f_back
    return ""


class Tape:
    def __init__(self, root):
        self.root = root
        self.depth = 0
        self.lines = []
        self.notes = {}
        self.names = {}
        self.kept = []  # so that no id is used twice
        self.used = {}
        self.constants = {}
        self.count = 0
        self.numbers = 0
        self.taken = set()  # names of arguments
        self.leaves = {id(m): name for name, m in root.named_modules() if name and _is_leaf(m)}
        for name in self.leaves.values():
            _fractions(root.get_submodule(name))
        self.held = {}
        for name, t in [*root.named_parameters(), *root.named_buffers()]:
            self.held.setdefault(id(t), name)

    def note(self, what):
        place = _place()
        if len(self.notes) < MOST_NOTES:
            self.notes.setdefault((place, what["template"]), what)

    def free(self, letter, count):
        while f"{letter}{count + 1}" in self.taken:
            count += 1
        return count + 1

    def fresh(self, value):
        self.count = self.free("t", self.count)
        self.kept.append(value)
        self.names[id(value)] = f"t{self.count}"
        return f"t{self.count}"

    def number(self, text):
        """Gives a name to a number that follows from sizes."""
        self.numbers = self.free("n", self.numbers)
        self.line(f"n{self.numbers} = {text}")
        return f"n{self.numbers}"

    def became_constant(self):
        self.note(SHAPE)

    def decided(self):
        """What torch's own functions ask of sizes are nearly always checks."""
        if not self.depth and not sys._getframe(2).f_code.co_filename.startswith("/lens/site/"):
            self.note(SIZE_BRANCH)

    def sizes(self, t):
        """The shape of a tensor as what the trace computes again; of what is always the same, as it is."""
        name = self.names.get(id(t))
        if name is None:
            return t._shape
        return torch.Size([Traced(self, n, f"{name}.size({i})") for i, n in enumerate(t._shape)])

    def needed(self):
        """The lines without numbers that nothing uses."""
        kept, used = [], set()
        for text, place in reversed(self.lines):
            head = _NUMBER.match(text)
            if head is None or head[1] in used:
                used.update(_NAME.findall(text, head.end() if head else 0))
                kept.append((text, place))
        return kept[::-1]

    def tensor(self, t):
        name = self.names.get(id(t))
        if name is not None:
            return name
        dotted = self.held.get(id(t))
        if dotted is None:
            dotted = self.constants.get(id(t))
            if dotted is None:
                dotted = self.constants[id(t)] = f"traced_constant_{len(self.constants)}"
                self.kept.append(t)
                self.used[dotted] = t
                self.note(CONSTANT)
        else:
            self.used[dotted] = None
        return attribute(dotted)

    def text(self, value):
        if isinstance(value, torch.Tensor):
            return self.tensor(value)
        if isinstance(value, Traced):
            return value.name
        if value is None or value is Ellipsis or isinstance(value, (bool, str)):
            return "..." if value is Ellipsis else repr(value)
        if isinstance(value, int):
            return repr(int(value))
        if isinstance(value, float):
            return repr(value) if math.isfinite(value) else f"float('{value}')"
        if isinstance(value, complex) and math.isfinite(value.real) and math.isfinite(value.imag):
            return f"({value!r})"
        if isinstance(value, (list, tuple, range)):
            # a tensor among sizes is one, too
            mixed = any(isinstance(v, (int, Traced)) for v in value)
            return "[" + ", ".join(f"int({self.text(v)})" if mixed and isinstance(v, torch.Tensor) else self.text(v) for v in _one_type(value)) + "]"
        if isinstance(value, torch.device):
            return f"torch.device('{value}')"
        if isinstance(value, (torch.dtype, torch.layout, torch.memory_format)):
            return str(value)
        absent = finder.named_by(value)
        if absent is not None:
            raise Untraceable(said("a value comes from '{0}', which cannot be used here: a placeholder stood in for it", absent))
        if hasattr(value, "item"):
            return self.text(value.item())
        raise Untraceable(said("a value of type {0} is given to torch, which a trace cannot record", type(value).__name__))

    def whole(self, value):
        """A whole number; of a tensor that the run computes, as it is computed again."""
        if isinstance(value, torch.Tensor) and id(value) in self.names:
            return f"int({self.names[id(value)]})"
        return self.text(value if isinstance(value, Traced) else int(value))

    def subscript(self, key, rank=None):
        def one(k):
            if isinstance(k, slice):
                parts = ["" if p is None else self.whole(p) for p in (k.start, k.stop, k.step)]
                return ":".join(parts if k.step is not None else parts[:2])
            return self.text(list(k)) if isinstance(k, tuple) else self.text(k)
        if rank is not None and isinstance(key, tuple) and any(k is Ellipsis for k in key) and any(isinstance(k, torch.Tensor) for k in key):
            # after which TorchScript takes none
            at = next(n for n, k in enumerate(key) if k is Ellipsis)
            taken = sum(k.dim() if isinstance(k, torch.Tensor) and k.dtype is torch.bool else 0 if k is None or k is Ellipsis or isinstance(k, bool) else 1 for k in key)
            key = (*key[:at], *[slice(None)] * (rank - taken), *key[at + 1:])
        return ", ".join(one(k) for k in key) if isinstance(key, tuple) else one(key)

    def line(self, text):
        self.lines.append((text, _place()))

    def result(self, made, text):
        """Gives names to what an operation gave."""
        if isinstance(made, torch.Tensor):
            self.line(f"{self.fresh(made)} = {text}")
        elif isinstance(made, (tuple, list)) and _has_tensor(made):
            names = [self.fresh(m) for m in made]
            self.line(f"{', '.join(names)}{',' if len(names) == 1 else ''} = {text}")
            for m, name in zip(made, names):
                if not isinstance(m, torch.Tensor) and _has_tensor(m):
                    self.result(m, name)
        elif made is not None and _has_tensor(made):
            raise Untraceable(said("the result of {0} is nested, which a trace cannot record", text.partition("(")[0]))
        return made

    def tuples(self, value):
        """As `text`; what Python functions take for a tuple is no list."""
        return "(" + ", ".join(self.tuples(v) for v in value) + ",)" if isinstance(value, tuple) and _has_tensor(value) else self.text(value)

    def arguments(self, args, kwargs, text=None):
        text = text or self.text
        # whether a gradient is wanted no trace records, and TorchScript's functions mostly do not take
        return ", ".join([*(text(a) for a in args), *(f"{k}={text(v)}" for k, v in kwargs.items() if k != "requires_grad" and not (k == "out" and v is None))])


def attribute(dotted):
    """How TorchScript names a submodule's attribute: numbers are no names."""
    text = "self"
    for part in dotted.split("."):
        text = f"{text}.{part}" if part.isidentifier() else f'getattr({text}, "{part}")'
    return text


def _as_tensors(value):
    """Sizes in a list as tensors, which they are in torch's own traces."""
    return [torch.tensor(v) if isinstance(v, (int, Traced)) else v for v in value] if isinstance(value, (list, tuple)) else value


def _written(tape, name, made, args, kwargs):
    """A call of a function of torch's as TorchScript has it: sizes one by one as a list, in which a tensor is one, too; where values are not 0 without the flag."""
    if name == "torch.nonzero" and isinstance(made, tuple):
        return f"torch.where({tape.text(args[0] if args else kwargs['input'])})"
    if name in _MAKERS and len(args) > 1 and any(isinstance(a, torch.Tensor) for a in args):
        return f"{name}({', '.join([f"[{', '.join(tape.whole(a) for a in args)}]", *filter(None, [tape.arguments((), kwargs)])])})"
    return f"{name}({tape.arguments(args, kwargs)})"


def _spare(target, key, value):
    """How many sizes of 1 stand before those of the place that a tensor is assigned to: Python's assignment takes them, TorchScript's does not."""
    if not isinstance(value, torch.Tensor) or value._shape[:1] != (1,):
        return 0
    more = len(value._shape) - len(indexing.getitem(target, plain(key))._shape)
    return next((n for n in range(max(more, 0)) if value._shape[n] != 1), max(more, 0))


def _of_numpy(args):
    """Is an array of numpy's among the arguments, in which nothing is recorded?"""
    return any(type(a).__name__ == "ndarray" for a in args)


def _numbers(value):
    """The numbers in a list, and in the lists in it."""
    for v in value:
        if isinstance(v, (list, tuple)):
            yield from _numbers(v)
        elif isinstance(v, (int, float)) and not isinstance(v, bool):
            yield v


def _one_type(value):
    """Python mixes whole numbers with others in a list, TorchScript does not."""
    kinds = {isinstance(v, float) for v in _numbers(value)}
    return value if len(kinds) < 2 else _floats(value)


def _floats(value):
    return [_floats(v) if isinstance(v, (list, tuple)) else float(v) if isinstance(v, int) and not isinstance(v, (bool, Traced)) else v for v in value]


def _has_tensor(value):
    if isinstance(value, torch.Tensor):
        return True
    if isinstance(value, dict):
        value = value.values()
    return isinstance(value, (list, tuple, type({}.values()))) and any(_has_tensor(v) for v in value)


def _is_leaf(module):
    """A layer of torch itself whose own forward is called, with nothing hooked to it."""
    cls = type(module)
    if not cls.__module__.startswith("torch.nn.modules.") or cls.__module__.endswith(".container") or _UNCOMPILED.fullmatch(cls.__name__) or next(module.children(), None) is not None:
        return False
    return "forward" not in vars(module) and not (module._forward_hooks or module._forward_pre_hooks) and not hasattr(module, "parametrizations")


def _fractions(layer):
    """Whole numbers that stand where a layer takes others (Dropout(0)) are such to a trace, and an error where the layer is compiled."""
    for name, parameter in inspect.signature(type(layer).__init__).parameters.items():
        value = vars(layer).get(name)
        if parameter.annotation is float and isinstance(value, int) and not isinstance(value, bool):
            setattr(layer, name, float(value))


class Recording:
    """While it lasts, every call of torch is written down."""

    def __init__(self, tape):
        self.tape = tape
        self.undo = []

    def put(self, owner, name, value):
        self.undo.append((owner, name, owner.__dict__[name]))
        setattr(owner, name, value)

    def __enter__(self):
        tape, Tensor = self.tape, torch.Tensor
        core.Mode.tracing = tape
        # so that attention is recorded as what it does, not as one fused operator, which only torch has
        self.put(torch, "is_grad_enabled", lambda: True)
        if hasattr(torch.backends, "mha"):
            self.put(torch.backends.mha, "get_fastpath_enabled", lambda: False)
        base = next(c for c in Tensor.__mro__ if "__getitem__" in c.__dict__)

        def recorded(call, write):
            def run(*args, **kwargs):
                if tape.depth:
                    return call(*args, **kwargs)
                tape.depth += 1
                try:
                    made = call(*plain(args), **{k: plain(v) for k, v in kwargs.items()})
                finally:
                    tape.depth -= 1
                if made is not NotImplemented:
                    write(made, args, kwargs)
                return made
            return run

        inner = builtin.Builtin.__call__

        def function(self, *args, **kwargs):
            name = self.__torch_names__[0]
            kwargs = dispatch.by_torch_names(self._implementation, kwargs)
            if name == "torch.stack" and not tape.depth:
                args = [_as_tensors(a) for a in args]
            if tape.depth or ".init" in name or not _concerns(args, kwargs) and (not name.startswith("torch.") or _of_numpy(args)):
                return inner(self, *plain(args), **{k: plain(v) for k, v in kwargs.items()})
            return recorded(lambda *a, **k: inner(self, *a, **k), lambda made, a, k: tape.result(made, _written(tape, name, made, a, k)))(*args, **kwargs)
        self.put(builtin.Builtin, "__call__", function)

        construct = Tensor.__new__

        def alias(cls, *args, **kwargs):
            made = construct(cls, *plain(args), **kwargs)
            if not tape.depth and cls is Tensor and len(args) == 1 and isinstance(args[0], Tensor):
                tape.result(made, tape.text(args[0]))
            return made
        self.put(Tensor, "__new__", staticmethod(alias))

        method = dispatch.Method.__call__

        def sizes_of(name, t, dim=None):
            if name != "size":
                return Traced(tape, core.numel(t._shape), f"{tape.names[id(t)]}.numel()") if id(t) in tape.names else core.numel(t._shape)
            return tape.sizes(t) if dim is None else tape.sizes(t)[int(dim)]

        def of_tensor(self, *args, **kwargs):
            name = self.__name__
            kwargs = dispatch.by_torch_names(self._implementation, kwargs)
            if tape.depth or name in _UNRECORDED:
                return method(self, *args, **kwargs)
            if name in _SIZES:
                return sizes_of(name, *args, **kwargs)
            if name in _VALUES:
                tape.note(VALUE)
                tape.depth += 1
                try:
                    return method(self, *args, **kwargs)
                finally:
                    tape.depth -= 1

            def write(made, a, k):
                target = tape.text(a[0])
                sizes = a[1:] if name == "new" and all(isinstance(v, (int, Traced)) for v in a[1:]) else a[1] if name == "new" and isinstance(a[1], torch.Size) else None
                if sizes is not None:
                    return tape.result(made, f"{target}.new_empty({tape.text(sizes or (0,))})")
                if name in ("new", "new_tensor"):
                    data = f"{tape.text(a[1])}.detach().clone()" if isinstance(a[1], torch.Tensor) else f"torch.tensor({tape.text(a[1])})"
                    return tape.result(made, f"{data}.to({made.dtype})")
                if name in _CASTS or name == "type" and isinstance(made, torch.Tensor):
                    return tape.result(made, f"{target}.to({made.dtype})")
                if name == "nonzero" and isinstance(made, tuple):
                    return tape.result(made, f"torch.where({target})")
                if name in _RESHAPING:
                    return tape.result(made, f"{target}.{name[:-1]}({tape.arguments(a[1:], k)})")
                if made is a[0] and name.endswith("_"):
                    return tape.line(f"{target}.{name}({tape.arguments(a[1:], k)})")
                return tape.result(made, f"{target}.{name}({tape.arguments(a[1:], k)})")
            return recorded(lambda *a, **k: method(self, *a, **k), write)(*args, **kwargs)
        self.put(dispatch.Method, "__call__", of_tensor)
        self.operators(base, recorded)
        self.properties(base, recorded)
        self.modules(recorded)
        return self

    def operators(self, base, recorded):
        tape = self.tape
        for name, sign in _BINARY.items():
            for dunder, shape in ((f"__{name}__", "{0} " + sign + " {1}"), (f"__r{name}__", "{1} " + sign + " {0}")):
                if dunder in base.__dict__:
                    self.put(base, dunder, recorded(base.__dict__[dunder], lambda made, a, k, shape=shape: tape.result(made, shape.format(tape.text(a[0]), tape.text(a[1])))))
            if f"__i{name}__" in base.__dict__:
                self.put(base, f"__i{name}__", recorded(base.__dict__[f"__i{name}__"], lambda made, a, k, sign=sign: tape.line(f"{tape.text(a[0])} {sign}= {tape.text(a[1])}")))
        for name, sign in _UNARY.items():
            self.put(base, f"__{name}__", recorded(base.__dict__[f"__{name}__"], lambda made, a, k, sign=sign: tape.result(made, f"{sign}{tape.text(a[0])}")))
        self.put(base, "__abs__", recorded(base.__dict__["__abs__"], lambda made, a, k: tape.result(made, f"{tape.text(a[0])}.abs()")))
        self.put(base, "__getitem__", recorded(base.__dict__["__getitem__"], lambda made, a, k: tape.result(made, f"{tape.text(a[0])}[{tape.subscript(a[1], len(a[0]._shape))}]")))

        def assign(made, a, k):
            tape.depth += 1
            spare = _spare(*a)
            tape.depth -= 1
            tape.line(f"{tape.text(a[0])}[{tape.subscript(a[1], len(a[0]._shape))}] = {tape.text(a[2])}{'[0]' * spare}")
        self.put(base, "__setitem__", recorded(base.__dict__["__setitem__"], assign))
        for name in ("split", "norm", "unflatten"):
            if name in base.__dict__:
                def write(made, a, k, name=name):
                    # no overload of TorchScript's leaves the power out
                    named = {"p": 2, **k} if name == "norm" and len(a) < 2 and k else k
                    tape.result(made, f"{tape.text(a[0])}.{name}({tape.arguments(a[1:], named)})")
                self.put(base, name, recorded(base.__dict__[name], write))

    def properties(self, base, recorded):
        tape = self.tape
        shape = base.__dict__["shape"]

        def seen(self):
            return shape.__get__(self) if tape.depth else tape.sizes(self)
        self.put(base, "shape", property(seen))
        for name in ("T", "mT", "H", "mH"):
            inner = base.__dict__[name]
            self.put(base, name, property(recorded(inner.__get__, lambda made, a, k, name=name: tape.result(made, f"{tape.text(a[0])}.{name}"))))
        for name in ("real", "imag"):
            def part(made, a, k, name=name):
                return made if made is a[0] else tape.result(made, f"torch.{name}({tape.text(a[0])})")
            self.put(base, name, property(recorded(base.__dict__[name].__get__, part), base.__dict__[name].fset))
        data = base.__dict__.get("data")
        if data is not None:
            self.put(base, "data", property(recorded(data.__get__, lambda made, a, k: tape.result(made, f"{tape.text(a[0])}.detach()")), data.fset))
        for name, what in (("__bool__", BRANCH), ("__int__", VALUE), ("__float__", VALUE),
                           ("__index__", VALUE), ("__len__", SHAPE)):
            def ask(self, inner=base.__dict__[name], what=what):
                if not tape.depth:
                    tape.note(what)
                tape.depth += 1
                try:
                    return inner(self)
                finally:
                    tape.depth -= 1
            self.put(base, name, ask)

    def modules(self, recorded):
        tape, inner = self.tape, nn.Module.__call__

        def call(self, *args, **kwargs):
            name = None if tape.depth else tape.leaves.get(id(self))
            if name is None:
                return inner(self, *args, **kwargs)

            def write(made, a, k):
                tape.used[name] = None
                tape.result(made, f"{attribute(name)}({tape.arguments(a, k, tape.tuples)})")
            return recorded(lambda *a, **k: inner(self, *a, **k), write)(*args, **kwargs)
        self.put(nn.Module, "__call__", call)

    def __exit__(self, *error):
        core.Mode.tracing = None
        for owner, name, value in reversed(self.undo):
            setattr(owner, name, value)


def _concerns(args, kwargs):
    return _has_tensor(list(args)) or _has_tensor(dict(kwargs))


def example(row, least=0):
    """A tensor of the values that were asked for; without them they are not known, as those of a real input would not be: whole numbers from `least` to 1."""
    dtype = getattr(torch, row["dtype"])
    shape = row["shape"]
    values = row.get("values")
    if isinstance(values, dict):
        low, high = values["low"], values["high"]
        return (torch.rand(shape) * (high - low) + low).to(dtype) if dtype.is_floating_point else torch.randint(int(low), int(high) + 1, tuple(shape)).to(dtype)
    if values:
        values = [float(v) if isinstance(v, str) else v for v in values]  # "Infinity" is no JSON
        return torch.full(shape, values[0]).to(dtype) if len(values) == 1 else torch.tensor(values).to(dtype).reshape(shape)
    return torch.rand(shape).to(dtype) if dtype.is_floating_point else torch.randint(least, 2, tuple(shape)).to(dtype)


def returned(tape, value):
    if isinstance(value, torch.Tensor):
        return tape.tensor(value)
    if isinstance(value, (list, tuple)):
        inner = [returned(tape, v) for v in value]
        return "[" + ", ".join(inner) + "]" if isinstance(value, list) else "(" + ", ".join(inner) + ("," if len(inner) == 1 else "") + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k!r}: {returned(tape, v)}" for k, v in value.items()) + "}"
    return tape.text(value)


def trace(root, rows):
    """The recorded module, what is fixed in it: [{"where", "what"}], and the keys of its state dict that nothing used."""
    root.eval()
    inputs = arranged(root, [example(row) for row in rows])
    counted(root, inputs, len(rows))
    try:
        made, tape = _record(root, root, inputs)
    except RuntimeError as error:
        if str(error) != "ZeroDivisionError":
            raise
        inputs = arranged(root, [example(row, 1) for row in rows])  # the model divides by what was drawn here
        made, tape = _record(root, root, inputs)
    code = type(root).forward.__code__
    for name, value in zip(code.co_varnames[1:], inputs):
        if isinstance(value, list):
            tape.notes.setdefault((f"{code.co_filename}:{code.co_firstlineno}", name), said("the list '{0}' has the length {1}", name, len(value)))
    kept = made.state_dict()
    return made.eval(), _notes(tape), [key for key in root.state_dict() if key not in kept]


class Uncounted(Exception):
    """Too many or too few example inputs: the sentence."""


def counted(root, inputs, given):
    """Whether there is one for each argument."""
    signature = inspect.signature(root.forward)
    try:
        signature.bind(*inputs)
    except TypeError:
        takes = ", ".join(str(p) for p in signature.parameters.values())
        raise Uncounted(said("forward takes ({0}), and the number of example inputs is {1}: give one for each argument", takes, given)) from None


def shown(root, rows):
    """The example inputs, by the names of the arguments where each is one."""
    names = [p.name for p in inspect.signature(root.forward).parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    one_each = len(names) >= len(rows) and not any(isinstance(value, (list, tuple)) for value in arranged(root, [example(row) for row in rows]))
    texts = [f"{','.join(map(str, row['shape']))}:{row['dtype']}" for row in rows]
    return "; ".join(f"{name}: {text}" for name, text in zip(names, texts)) if one_each else "; ".join(texts)


def arranged(root, tensors):
    """The example inputs as what `forward` takes them: by its annotations, several of them in a list or a tuple."""
    try:
        hints = typing.get_type_hints(type(root).forward)
    except Exception:
        hints = {}
    wanted = []
    for p in inspect.signature(root.forward).parameters.values():
        hint = hints.get(p.name)
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        if origin is list and inner == (torch.Tensor,):
            wanted.append((list, 0))
        elif origin is tuple and inner and all(i is torch.Tensor for i in inner):
            wanted.append((tuple, len(inner)))
        elif origin is dict and p.default is p.empty:
            raise Untraceable(said("the argument '{0}' is a dict, and example inputs are Tensors, alone or in lists and tuples", p.name))
        elif p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD):
            wanted.append((None, 1 if p.default is p.empty else 0))
    if not any(kind for kind, _ in wanted):
        return tensors
    # the first list takes what the others leave
    spare = len(tensors) - sum(n for _, n in wanted) - sum(kind is list for kind, _ in wanted)
    rest, made = list(tensors), []
    for kind, n in wanted:
        if kind is list:
            n, spare = 1 + max(spare, 0), 0
        if not rest or len(rest) < n:
            break
        taken, rest = rest[:max(n, 1)], rest[max(n, 1):]
        made.append(kind(taken) if kind else taken[0])
    return [*made, *rest]


#: What the model traced by itself: the file that the recorded function stands in, and what is fixed in it.
_recorded = []


def parts():
    """[{"file", "notes"}] of all that the model has traced by itself."""
    return [{"file": file, "notes": notes} for file, notes in _recorded]


def recorded(original, inputs):
    """What torch.jit.trace makes of a module or function: one whose calls do what was recorded. None for what cannot be recorded."""
    given = list(inputs) if isinstance(inputs, (tuple, list)) else [inputs]
    if core.Mode.tracing or not all(_annotation(value) for value in given):
        return None
    root = original if isinstance(original, nn.Module) else nn.Module()
    try:
        made, tape = _record(root, original, [_fresh(value) for value in given])
    except Untraceable:
        return None
    if root is original:
        made.training = root.training
    elif tape.used:
        return None
    else:
        made = _function(type(made).forward, original)
    _recorded.append(((made if root is not original else type(made).forward).__code__.co_filename, _notes(tape)))
    return made


def _function(forward, original):
    """The recorded forward, which uses nothing of its module, as a function named as the one that was traced."""
    name = original.__name__
    name = name if name.isidentifier() else "_lambda"
    text = "".join(linecache.getlines(forward.__code__.co_filename)).replace("def forward(self, ", f"def {name}(", 1).replace("def forward(self)", f"def {name}()", 1)
    return _compile(text, {**_TYPES, "__name__": original.__module__}, None, name, "recorded")


def _notes(tape):
    return [{"where": place, "what": what} for (place, _), what in tape.notes.items()]


_TYPES = {"torch": torch, "math": math, "List": typing.List, "Tuple": typing.Tuple, "Dict": typing.Dict}


def _annotation(value):
    """The type of an input; "" for what is none. Lists and dicts hold one type."""
    if isinstance(value, torch.Tensor):
        return "torch.Tensor"
    inner = [_annotation(v) for v in (value.values() if isinstance(value, dict) else value)] if type(value) in (list, tuple, dict) else []
    if not inner or not all(inner):
        return ""
    if isinstance(value, tuple):
        return f"Tuple[{', '.join(inner)}]"
    if len(set(inner)) > 1 or isinstance(value, dict) and not all(isinstance(k, str) for k in value):
        return ""
    return f"Dict[str, {inner[0]}]" if isinstance(value, dict) else f"List[{inner[0]}]"


def _annotated(value):
    return "" if isinstance(value, torch.Tensor) else ": " + _annotation(value)


def _fresh(value):
    if isinstance(value, torch.Tensor):
        return value.detach().clone()
    return {k: _fresh(v) for k, v in value.items()} if isinstance(value, dict) else type(value)(_fresh(v) for v in value)


def _names(value, name):
    """Every tensor of an input with how the code reaches it."""
    if isinstance(value, torch.Tensor):
        yield id(value), name
        return
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _names(inner, f"{name}[{key!r}]")


def _record(root, call, inputs):
    """A module whose forward is what `call` did on the inputs, with the layers and tensors of `root` that it used."""
    parameters = [p.name for p in inspect.signature(call.forward if isinstance(call, nn.Module) else call).parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    names = [parameters[i] if i < len(parameters) else f"input_{i}" for i in range(len(inputs))]
    tape = Tape(root)
    for name, value in zip(names, inputs):
        tape.names.update(_names(value, name))
    tape.taken.update(names)
    tape.kept.append(inputs)
    with torch.no_grad(), Recording(tape):
        out = call(*inputs)
    result = returned(tape, out)
    tape.line(f"return {result}")
    made = _module(root, tape)
    head = f"def forward({', '.join(['self', *(name + _annotated(value) for name, value in zip(names, inputs))])}):"
    body = "".join(f"    {text}{'  # ' + place if place else ''}\n" for text, place in tape.needed())
    type(made).forward = _compile(f"{head}\n{body}", {**_TYPES, "__name__": "traced"}, None, kind="recorded")
    return made, tape


def _module(root, tape):
    """A module with the layers and tensors that were used, under their own names."""
    cls = type(type(root).__name__, (nn.Module,), {"__module__": type(root).__module__})
    made = cls()
    for dotted, constant in tape.used.items():
        if constant is None:
            _copy_attr(root, made, dotted)
            owner, _, name = dotted.rpartition(".")
            if name in root.get_submodule(owner)._non_persistent_buffers_set:  # no state dict has it
                made.get_submodule(owner)._non_persistent_buffers_set.add(name)
        else:
            made.register_buffer(dotted, constant.detach(), persistent=False)
    return made
