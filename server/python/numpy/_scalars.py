"""numpy's scalar classes. float64 and complex128 are Python's own numbers too, as in numpy."""
import math
import types


class generic:
    __module__ = "numpy"
    shape = ()
    ndim = 0
    size = 1

    def __init__(self, value=0):
        self._value = self._make(value)

    def item(self):
        return self._value

    tolist = item

    @property
    def dtype(self):
        from ._array import dtype
        return dtype(type(self))

    def astype(self, kind):
        from ._array import dtype
        return dtype(kind).type(self.item())

    def __repr__(self):
        return repr(self.item())

    def __hash__(self):
        return hash(self.item())

    def __bool__(self):
        return bool(self.item())

    def __float__(self):
        return float(self.item())

    def __int__(self):
        return int(self.item())

    def __complex__(self):
        return complex(self.item())

    def __round__(self, digits=None):
        return round(self.item(), digits)

    def __format__(self, spec):
        return format(self.item(), spec)

    def __getattr__(self, name):
        # reductions and shapings of a scalar are those of an array without dimensions
        if name.startswith("_"):
            raise AttributeError(name)
        from ._array import array
        return getattr(array(self.item(), dtype=type(self)), name)


def _repeat(sequence, times):
    """numpy leaves a scalar times a list to the list, which is repeated."""
    if not isinstance(times, (integer, bool_)):
        raise TypeError(f"can't multiply sequence by non-int of type 'numpy.{type(times).__name__}'")
    return sequence * int(times)


def _operators():
    from operator import add, and_, eq, floordiv, ge, gt, le, lshift, lt, mod, mul, ne, or_, pow, rshift, sub, truediv, xor

    def binary(op, swapped):
        def method(self, other):
            if op is mul and isinstance(other, (list, tuple)):
                return _repeat(other, self)
            from ._array import binary_op
            return binary_op(op, other, self) if swapped else binary_op(op, self, other)
        return method

    for name, op in (("add", add), ("sub", sub), ("mul", mul), ("truediv", truediv), ("floordiv", floordiv), ("mod", mod), ("pow", pow), ("and", and_), ("or", or_), ("xor", xor),
                     ("lshift", lshift), ("rshift", rshift)):
        setattr(generic, f"__{name}__", binary(op, False))
        setattr(generic, f"__r{name}__", binary(op, True))
    for name, op in (("eq", eq), ("ne", ne), ("lt", lt), ("le", le), ("gt", gt), ("ge", ge)):
        setattr(generic, f"__{name}__", binary(op, False))
    generic.__neg__ = lambda self: type(self)(-self.item())
    generic.__pos__ = lambda self: self
    generic.__divmod__ = lambda self, other: (self // other, self % other)
    generic.__rdivmod__ = lambda self, other: (other // self, other % self)
    generic.__abs__ = lambda self: type(self)(abs(self.item()))


_operators()


class number(generic):
    __module__ = "numpy"
    __class_getitem__ = classmethod(types.GenericAlias)


class integer(number):
    __module__ = "numpy"
    _make = int

    def __index__(self):
        return self._value


class signedinteger(integer):
    __module__ = "numpy"


class unsignedinteger(integer):
    __module__ = "numpy"


class inexact(number):
    __module__ = "numpy"


class floating(inexact):
    __module__ = "numpy"
    _make = float


class complexfloating(inexact):
    __module__ = "numpy"
    _make = complex


class bool_(generic):
    __module__ = "numpy"
    _make = bool


class str_(str, generic):
    __module__ = "numpy"


class bytes_(bytes, generic):
    __module__ = "numpy"


class object_(generic):
    __module__ = "numpy"
    _make = staticmethod(lambda value: value)


def _wrap(bits):
    return staticmethod(lambda value: (int(value) + 2 ** (bits - 1)) % 2 ** bits - 2 ** (bits - 1))


def _integers():
    for bits in (8, 16, 32, 64):
        globals()[f"int{bits}"] = type(f"int{bits}", (signedinteger,), {"__module__": "numpy", "_make": _wrap(bits)})
        globals()[f"uint{bits}"] = type(f"uint{bits}", (unsignedinteger,), {"__module__": "numpy", "_make": staticmethod(lambda value, m=2 ** bits: int(value) % m)})


_integers()


def _single(value):
    import struct
    value = float(value)
    try:
        return struct.unpack("f", struct.pack("f", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


def _half(value):
    import struct
    value = float(value)
    try:
        return struct.unpack("e", struct.pack("e", value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)


class float16(floating):
    __module__ = "numpy"
    _make = staticmethod(_half)


class float32(floating):
    __module__ = "numpy"
    _make = staticmethod(_single)


class float64(floating, float):
    __module__ = "numpy"

    def __new__(cls, value=0.0):
        return float.__new__(cls, value)

    def __init__(self, value=0.0):
        pass

    def item(self):
        return float.__float__(self)

    tolist = item
    __float__ = float.__float__
    __hash__ = float.__hash__
    __repr__ = float.__repr__
    __bool__ = float.__bool__
    __int__ = float.__int__


class complex64(complexfloating):
    __module__ = "numpy"


class complex128(complexfloating, complex):
    __module__ = "numpy"

    def __new__(cls, value=0j):
        return complex.__new__(cls, value)

    def __init__(self, value=0j):
        pass

    def item(self):
        return complex(self.real, self.imag)

    tolist = item
