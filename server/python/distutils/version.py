"""LooseVersion and StrictVersion, ordered by their numbers and words."""
import functools
import re


@functools.total_ordering
class LooseVersion:
    def __init__(self, vstring=None):
        self.vstring = vstring or ""
        self.version = [int(p) if p.isdigit() else p for p in re.findall(r"\d+|[a-z]+", self.vstring)]

    def _parts(self):
        # a word comes before a number, so that mixed versions can be compared
        return [(1, p, "") if isinstance(p, int) else (0, 0, p) for p in self.version]

    @classmethod
    def _of(cls, other):
        return cls(other) if isinstance(other, str) else other

    def __eq__(self, other):
        return self._parts() == self._of(other)._parts()

    def __lt__(self, other):
        return self._parts() < self._of(other)._parts()

    def __hash__(self):
        return hash(self.vstring)

    def __str__(self):
        return self.vstring


StrictVersion = Version = LooseVersion
