"""Imitating another release than the one the packages were imported for.

Layers decide a few things when they are imported. So everything that may differ is imported anew;
its compiled code is kept, since compiling is what takes the time.
"""
import functools
import importlib
import importlib.machinery
import importlib.util
import sys

from .names import NAMES

RELEASES = ((1, 13), (2, 6), (2, 14))
#: Modules that are the same for all releases, and that hold the identity of tensors.
SAME = ("torch._lens", "torch._tensor", "torch._VF", "torch.version", "torch._C", "torch.linalg", "torch.special", "torch.fft", "torch.ops", "torch.types", "torch.utils", "torch.autograd", "torch.overrides")
ALL = (1 << len(RELEASES)) - 1
_codes = {}


@functools.lru_cache(maxsize=None)
def bit(version):
    """The bit of names.py for a version such as (2, 6)."""
    at = max((i for i, r in enumerate(RELEASES) if r <= tuple(version)), default=0)
    return 1 << at


def absent(room, version):
    """Names that only other releases have."""
    wanted, masks = bit(version), {}
    for names in NAMES[room].values():
        for entry in names.split():
            name, star, mask = entry.partition("*")
            masks[name] = masks.get(name, 0) | (int(mask) if star else ALL)
    return [name for name, mask in masks.items() if not mask & wanted]


def _varying():
    return [n for n in sys.modules if (n.startswith("torch.") and not any(n == s or n.startswith(s + ".") for s in SAME)) or n == "torchvision" or n.startswith("torchvision.")]


def keep_codes():
    """Remembers the code of what may have to be imported anew."""
    for name in _varying():
        spec = sys.modules[name].__spec__
        if spec is not None and spec.has_location:
            _codes[name] = (spec.loader.get_code(name), spec.origin, spec.submodule_search_locations is not None)


class _Kept:
    """Finder and loader over the kept code."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name not in _codes:
            return None
        _, origin, package = _codes[name]
        spec = importlib.util.spec_from_file_location(name, origin, loader=_Loader(name, origin), submodule_search_locations=[origin.rpartition("/")[0]] if package else None)
        return spec


class _Loader(importlib.machinery.SourceFileLoader):
    def get_code(self, fullname):
        return _codes[fullname][0] if fullname in _codes else super().get_code(fullname)


def import_anew(namespace, names):
    """Imports the varying parts of torch again into its namespace."""
    from .absent import gone as other_release
    gone = {n: sys.modules.pop(n) for n in _varying()}
    for name in gone:
        namespace.pop(name.partition(".")[2].partition(".")[0], None) if name.startswith("torch.") else None
    sys.meta_path.insert(0, _Kept)
    try:
        names()
        for name in gone:
            if name.startswith("torch.") and name not in sys.modules and name in _codes and not other_release(name, namespace["_lens_version"]):
                importlib.import_module(name)
    finally:
        sys.meta_path.remove(_Kept)
