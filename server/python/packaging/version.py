"""Versions as PEP 440 orders them, without the rarer spellings."""
import functools
import re

_PATTERN = re.compile(r"^\s*v?(?:(\d+)!)?(\d+(?:\.\d+)*)[-_.]?(?:(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:[-_.]?(post|rev|r)[-_.]?(\d*)|-(\d+))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?\s*$", re.I)
_PRE = {"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}


class InvalidVersion(ValueError):
    pass


@functools.total_ordering
class Version:
    def __init__(self, version):
        match = _PATTERN.match(version)
        if match is None:
            raise InvalidVersion(f"Invalid version: {version!r}")
        epoch, release, pre, pre_number, post, post_number, implicit_post, dev, dev_number, local = match.groups()
        self._text = version.strip()
        self.epoch = int(epoch or 0)
        self.release = tuple(int(n) for n in release.split("."))
        self.pre = (_PRE.get(pre.lower(), pre.lower()), int(pre_number or 0)) if pre else None
        self.post = int(post_number or implicit_post or 0) if post or implicit_post else None
        self.dev = int(dev_number or 0) if dev else None
        self.local = local

    major = property(lambda self: self.release[0])
    minor = property(lambda self: (*self.release, 0)[1])
    micro = property(lambda self: (*self.release, 0, 0)[2])
    is_prerelease = property(lambda self: self.pre is not None or self.dev is not None)
    is_devrelease = property(lambda self: self.dev is not None)
    is_postrelease = property(lambda self: self.post is not None)
    public = property(lambda self: self._text.partition("+")[0])
    base_version = property(lambda self: ".".join(str(n) for n in self.release))

    def _key(self):
        release = self.release
        while len(release) > 1 and release[-1] == 0:
            release = release[:-1]
        last = ("z", 0)
        pre = self.pre or (("", -1) if self.dev is not None and self.post is None else last)
        local = tuple((1, int(p), "") if p.isdigit() else (0, 0, p.lower()) for p in re.split(r"[-_.]", self.local)) if self.local else ()
        return (self.epoch, release, pre, -1 if self.post is None else self.post, float("inf") if self.dev is None else self.dev, local)

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, Version) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, Version) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __str__(self):
        return self._text

    def __repr__(self):
        return f"<Version('{self._text}')>"


def parse(version):
    return Version(version)
