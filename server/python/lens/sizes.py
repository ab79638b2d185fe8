"""What a size is while a trace is recorded: no number but a name for one, so that the trace computes it anew from what it is given.

Real torch has Tensors here, so these, too, are no ints to `isinstance`, and are hashed by what they are, not by their value.
"""
import math
import operator
import sys

_ARITHMETIC = {
    "add": ("+", operator.add), "sub": ("-", operator.sub), "mul": ("*", operator.mul), "truediv": ("/", operator.truediv), "floordiv": ("//", operator.floordiv), "mod": ("%", operator.mod),
}
_COMPARISONS = {"eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}


class Traced:
    """A number that follows from sizes: its value in this run, and what the trace calls it."""

    __slots__ = ("tape", "value", "name", "__weakref__")
    _lens_size = True

    def __init__(self, tape, value, text):
        self.tape, self.value = tape, value
        self.name = tape.number(text)

    def made(self, value, text):
        return Traced(self.tape, value, text)

    def fixed(self):
        """Python asks for the number itself."""
        self.tape.became_constant()
        return self.value

    def __index__(self):
        value = self.fixed()
        if not isinstance(value, int):
            raise TypeError("a fraction of a size is no index")
        return value

    def __int__(self):
        return int(self.fixed())

    def __float__(self):
        return float(self.fixed())

    def __complex__(self):
        return complex(self.fixed())

    def __bool__(self):
        self.tape.decided()
        return bool(self.value)

    __hash__ = object.__hash__

    def __repr__(self):
        return repr(self.value)

    def __format__(self, spec):
        return format(self.value, spec)

    def __neg__(self):
        return self.made(-self.value, f"-{self.name}")

    def __pos__(self):
        return self

    def __abs__(self):
        return self.made(abs(self.value), f"abs({self.name})")

    def __floor__(self):
        return self if isinstance(self.value, int) else self.made(math.floor(self.value), f"math.floor({self.name})")

    def __ceil__(self):
        return self if isinstance(self.value, int) else self.made(math.ceil(self.value), f"math.ceil({self.name})")

    def __trunc__(self):
        return self if isinstance(self.value, int) else self.made(math.trunc(self.value), f"int({self.name})")

    def __round__(self, digits=None):
        if digits is not None:
            return round(self.fixed(), digits)
        return self if isinstance(self.value, int) else self.made(round(self.value), f"int(round({self.name}))")

    def __pow__(self, power):
        return self._power(self, power)

    def __rpow__(self, base):
        return self._power(base, self)

    def _power(self, base, power):
        if not (_is_number(base) and _is_number(power)):
            return NotImplemented
        value = _value(base) ** _value(power)
        text = f"{_text(base)} ** {_text(power)}"
        return self.made(value, f"int({text})" if isinstance(value, int) else text)  # TorchScript's power is a float

    def __divmod__(self, other):
        return self // other, self % other

    def item(self):
        return self.fixed()


def _is_number(value):
    return isinstance(value, (int, float, Traced)) or _is_numpys(value, "generic")


def _is_numpys(value, kind):
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, getattr(numpy, kind))


def _value(number):
    return number.item() if _is_numpys(number, "generic") else plain(number)


def _text(value):
    if isinstance(value, Traced):
        return value.name
    value = _value(value)
    return repr(value) if math.isfinite(value) else f"float('{value}')"


def _arithmetic(sign, compute):
    def forward(self, other):
        if _is_numpys(other, "ndarray"):
            # numpy computes this from the number, and what it gives becomes a Tensor
            return sys.modules["torch"].from_numpy(compute(self.fixed(), other))
        return self.made(compute(self.value, _value(other)), f"{self.name} {sign} {_text(other)}") if _is_number(other) else NotImplemented

    def reflected(self, other):
        return self.made(compute(_value(other), self.value), f"{_text(other)} {sign} {self.name}") if _is_number(other) else NotImplemented
    return forward, reflected


def _comparison(compare):
    def call(self, other):
        if not _is_number(other):
            return NotImplemented
        if self is not other:
            self.tape.decided()
        return compare(self.value, _value(other))
    return call


#: So that Python's messages name what people have there.
Traced.__name__ = "Tensor"
for _name, (_sign, _compute) in _ARITHMETIC.items():
    for _dunder, _method in zip((f"__{_name}__", f"__r{_name}__"), _arithmetic(_sign, _compute)):
        setattr(Traced, _dunder, _method)
for _name, _compute in _COMPARISONS.items():
    setattr(Traced, f"__{_name}__", _comparison(_compute))


def plain(value):
    """The same with numbers in place of what stands for them, for the stand-in's own code."""
    if type(value) is Traced:
        return value.value
    if isinstance(value, slice):
        return slice(plain(value.start), plain(value.stop), plain(value.step))
    if isinstance(value, (list, tuple)) and _holds(value):
        inner = [plain(v) for v in value]
        return inner if isinstance(value, list) else tuple(inner) if type(value).__new__ is tuple.__new__ else type(value)(inner)
    return value


def _holds(value):
    return any(type(v) is Traced or isinstance(v, slice) or isinstance(v, (list, tuple)) and _holds(v) for v in value)
