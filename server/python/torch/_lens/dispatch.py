"""Calling an operation: `out=`, and what autograd would note (answers to torch/csrc/autograd)."""
import functools
import types

from . import core
from .core import Mode, values
from .types import FLOAT, of_python

#: Their results do not depend on their input's values, or are cut from autograd.
CUT = frozenset((
    "detach", "empty_like", "zeros_like", "ones_like", "full_like", "rand_like", "randn_like", "randint_like", "new_empty", "new_zeros", "new_ones", "new_full", "new", "new_tensor",
    "new_empty_strided", "tensor", "as_tensor", "asarray", "bernoulli", "heaviside", "nextafter", "multinomial", "scalar_tensor", "full", "arange", "linspace",
))

#: What NumPy calls arguments: torch's functions in C take these names, too.
NUMPY = {"axis": "dim", "keepdims": "keepdim", "x": "input", "a": "input", "x1": "input", "x2": "other"}


@functools.cache
def _named(f):
    code = getattr(getattr(f, "__wrapped__", f), "__code__", None)
    return frozenset(code.co_varnames[:code.co_argcount + code.co_kwonlyargcount]) if code else frozenset()


def by_torch_names(f, kwargs):
    """The keyword arguments under torch's own names, types of Python as the dtypes that they stand for."""
    if type(kwargs.get("dtype")) is type:
        kwargs = {**kwargs, "dtype": of_python(kwargs["dtype"])}
    if NUMPY.keys().isdisjoint(kwargs):
        return kwargs
    own = _named(f)
    return {NUMPY[k] if k not in own and NUMPY.get(k) in own else k: v for k, v in kwargs.items()}


class Node:
    """What `grad_fn` shows."""

    def __init__(self, name):
        self._name = name
        self.next_functions = ()
        self.metadata = {}

    def name(self):
        return self._name

    def register_hook(self, hook):
        from torch.utils.hooks import RemovableHandle
        return RemovableHandle({})

    register_prehook = register_hook

    def __repr__(self):
        return f"<{self._name} object>"


def wants_grad(args):
    for a in args:
        if isinstance(a, core.Tensor):
            if a._requires_grad:
                return True
        elif isinstance(a, (list, tuple)) and a and isinstance(a[0], core.Tensor) and wants_grad(a):
            return True
    return False


@functools.cache
def _node_name(name):
    return "".join(p.capitalize() for p in name.strip("_").split("_")) + "Backward0"


def _node(name):
    return Node(_node_name(name))


def note(found, name, args):
    """Marks results as computed from something that requires a gradient."""
    if isinstance(found, core.Tensor):
        if found._dtype._category >= FLOAT and not any(found is a for a in args):
            found._requires_grad = True
            found._grad_fn = _node(name)
    elif isinstance(found, (tuple, list)):
        for one in found:
            note(one, name, args)


def _give(out, found):
    if isinstance(out, core.Tensor):
        if tuple(out._shape) != tuple(found._shape):
            fresh = core.new(found._shape, out._dtype, out._storage.device)
            for name in ("_storage", "_shape", "_strides", "_offset"):
                setattr(out, name, getattr(fresh, name))
        got = values(found)
        core.store(out, None if got is None else list(got))
        return out
    for o, f in zip(out, found):
        _give(o, f)
    return out


def refusal(name, error, args):
    """What real torch would rather raise than an error from inside of the stand-in's own code."""
    text = str(error)
    if isinstance(error, AttributeError):
        wrong = getattr(error, "obj", None)
        if wrong is None and "NoneType" not in text or isinstance(wrong, core.Tensor):
            return error
        place = next((f" (position {i})" for i, a in enumerate(args, 1) if a is wrong), "")
        return TypeError(f"{name}(): an argument{place} must be a Tensor, not {type(wrong).__name__}")
    if isinstance(error, IndexError):
        return RuntimeError(f"{name}(): the shapes or sizes do not fit each other") if " index out of range" in text else error
    if "unsupported operand" in text or "bad operand" in text or "can't multiply sequence" in text:
        kinds = ", ".join(str(a._dtype) if isinstance(a, core.Tensor) else type(a).__name__ for a in args)
        return RuntimeError(f"{name}() is not there for {kinds}")
    head, bracket, rest = text.partition("()")
    return TypeError(f"{name}(){rest}") if bracket and (head.endswith("<lambda>") or "." in head) else error


def run(name, f, args, kwargs):
    out = kwargs.pop("out", None)
    try:
        found = f(*args, **kwargs)
    except (AttributeError, IndexError, TypeError) as error:
        raise refusal(name, error, args) from None
    if Mode.grad and name not in CUT and (wants_grad(args) or kwargs and wants_grad(kwargs.values())):
        note(found, name, args)
    return found if out is None else _give(out, found)


def check_in_place(t):
    if t._requires_grad and Mode.grad:
        if t._grad_fn is None:
            raise RuntimeError("a leaf tensor that requires a gradient cannot be changed in place: use torch.no_grad() or .data")
        base = t._base
        if base is not None and base._requires_grad and base._grad_fn is None:
            raise RuntimeError("a view of a leaf tensor that requires a gradient cannot be changed in place: use torch.no_grad() or .data")


def run_in_place(name, f, self, args, kwargs):
    check_in_place(self)
    try:
        found = f(self, *args, **kwargs)
    except (AttributeError, IndexError, TypeError) as error:
        raise refusal(name, error, (self, *args)) from None
    if found is not self:
        if tuple(found._shape) != tuple(self._shape):
            raise RuntimeError(f"{name} cannot change the shape {list(self._shape)} to {list(found._shape)} in place")
        if found._dtype._category > self._dtype._category:
            raise RuntimeError(f"the result of {name} has dtype {found._dtype}, which does not fit into {self._dtype}")
        source = found._storage
        if source.recipe is not None and source.data is None and found._dtype is self._dtype and core.whole(found):
            core.store(self, None, source.shared() or values, source.recipe)
        else:
            got = values(found)
            core.store(self, None if got is None else list(got))
    if Mode.grad and (wants_grad(args) or kwargs and wants_grad(kwargs.values())):
        note_in_place(self, name)
    return self


def note_in_place(t, name):
    if t._dtype._category >= FLOAT:
        t._requires_grad, t._grad_fn = True, _node(name)
        if t._base is not None:
            t._base._requires_grad, t._base._grad_fn = True, t._grad_fn


class Method:
    """A method that is C in real torch: binds like a function; the object graph shows it by name."""

    def __init__(self, name, implementation):
        self.__name__ = name
        self.__qualname__ = "TensorBase." + name
        self.__torch_names__ = ("torch.Tensor." + name,)
        self.__doc__ = None
        self._implementation = implementation

    def __get__(self, instance, owner=None):
        return self if instance is None else types.MethodType(self, instance)

    def __call__(self, *args, **kwargs):
        return self._implementation(*args, **by_torch_names(self._implementation, kwargs))

    def __repr__(self):
        return f"<method '{self.__name__}' of 'torch._C.TensorBase' objects>"

    def __reduce__(self):
        return getattr, (core.Tensor, self.__name__)

    def __deepcopy__(self, memo):
        return self


Method.__name__ = Method.__qualname__ = "method_descriptor"


def plain(name, f):
    def call(*args, **kwargs):
        return run(name, f, args, kwargs)
    call.__wrapped__ = f
    return call


def in_place(name, f):
    def call(self, *args, **kwargs):
        return run_in_place(name, f, self, args, kwargs)
    call.__wrapped__ = f
    return call
