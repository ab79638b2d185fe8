"""A version that compares as one; answers to torch/torch_version.py."""
import re


def _key(text):
    release, plus, local = str(text).partition("+")
    return [int(p) for p in re.findall(r"\d+", release)[:3]]


class TorchVersion(str):
    def _compared(self, other, op):
        other = ".".join(map(str, other)) if isinstance(other, (tuple, list)) else str(other)
        a, b = _key(self), _key(other)
        n = max(len(a), len(b))
        return op(a + [0] * (n - len(a)), b + [0] * (n - len(b)))

    def __gt__(self, other):
        return self._compared(other, lambda a, b: a > b)

    def __lt__(self, other):
        return self._compared(other, lambda a, b: a < b)

    def __ge__(self, other):
        return self._compared(other, lambda a, b: a >= b)

    def __le__(self, other):
        return self._compared(other, lambda a, b: a <= b)

    def __eq__(self, other):
        return str.__eq__(self, other) if isinstance(other, str) and "+" in str(other) else self._compared(other, lambda a, b: a == b)

    def __ne__(self, other):
        return not self == other

    __hash__ = str.__hash__
