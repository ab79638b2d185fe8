"""
PyYAML's loading side, answered by the host's YAML parser through one file: text in, JSON out. What goes beyond it (loaders
and dumpers of one's own) is left to PyYAML itself where that is installed.
"""
import importlib.machinery
import io
import json
import sys

__version__ = "6.0"
_CHANNEL = "/lens/channel/yaml"


class YAMLError(Exception):
    pass


class MarkedYAMLError(YAMLError):
    pass


class ConstructorError(MarkedYAMLError):
    pass


class ScannerError(MarkedYAMLError):
    pass


class ParserError(MarkedYAMLError):
    pass


class Node:
    def __init__(self, tag=None, value=None, start_mark=None, end_mark=None, *style):
        self.tag, self.value, self.start_mark, self.end_mark = tag, value, start_mark, end_mark


class ScalarNode(Node):
    pass


class CollectionNode(Node):
    pass


class SequenceNode(CollectionNode):
    pass


class MappingNode(CollectionNode):
    pass


class YAMLObject:
    pass


#: Where PyYAML may be installed.
FOLDERS = ()
_real = None


class _Found:
    """Finds the installed package in place of this module."""

    @staticmethod
    def find_spec(fullname, path=None, target=None):
        return importlib.machinery.PathFinder.find_spec(fullname, FOLDERS) if fullname == "yaml" else None


def _installed():
    """PyYAML itself, imported when it is first needed, or None; from then on everything of this module is its."""
    global _real
    if _real is None and importlib.machinery.PathFinder.find_spec("yaml", FOLDERS):
        here = {name: sys.modules.pop(name) for name in list(sys.modules) if name == "yaml" or name.startswith("yaml.")}
        sys.modules["yaml._yaml"] = None  # machine code
        sys.meta_path.insert(0, _Found)
        try:
            import yaml as found
        except Exception:
            sys.modules.update(here)
            return None
        finally:
            sys.meta_path.remove(_Found)
        for kind in ("BaseLoader", "SafeLoader", "FullLoader", "UnsafeLoader", "Loader", "BaseDumper", "SafeDumper", "Dumper"):
            vars(found).setdefault("C" + kind, getattr(found, kind))
        _real = found
        globals().update((name, value) for name, value in vars(found).items() if not name.startswith("__"))
    return _real


class _Whole(type):
    """Classes whose subclasses and further attributes are those of PyYAML, where it is installed."""

    def __new__(cls, name, bases, body):
        if any(isinstance(base, _Whole) for base in bases) and body.get("__module__") != __name__ and _installed():
            return type(name, tuple(_whole(base) for base in bases), body)
        return super().__new__(cls, name, bases, body)

    def __getattr__(cls, name):
        if name.startswith("__") or not _installed():
            raise AttributeError(f"type object {cls.__name__!r} has no attribute {name!r}")
        return getattr(_whole(cls), name)

    def __call__(cls, *args, **kwargs):
        return _whole(cls)(*args, **kwargs) if _installed() else super().__call__(*args, **kwargs)


def _whole(cls):
    return getattr(_real, cls.__name__) if _real and isinstance(cls, _Whole) else cls


def _taking(name, what):
    @classmethod
    def take(cls, *args, **kwargs):
        if _installed():
            return getattr(_whole(cls), name)(*args, **kwargs)
        setattr(cls, what, True)
    return take


class _Registering(metaclass=_Whole):
    """Takes down that tags and kinds of its own are to be treated; a text that needs it cannot be read here."""

    _tags = _kinds = False
    add_implicit_resolver = _taking("add_implicit_resolver", "_kinds")
    add_path_resolver = _taking("add_path_resolver", "_kinds")


class _Loader(_Registering):
    add_constructor = _taking("add_constructor", "_tags")
    add_multi_constructor = _taking("add_multi_constructor", "_tags")


class SafeLoader(_Loader):
    pass


class FullLoader(_Loader):
    pass


class UnsafeLoader(_Loader):
    pass


class Dumper(_Registering):
    add_representer = _taking("add_representer", "_tags")
    add_multi_representer = _taking("add_multi_representer", "_tags")


class SafeDumper(Dumper):
    pass


Loader = UnsafeLoader
BaseLoader = CLoader = CSafeLoader = SafeLoader
CDumper = Representer = Dumper
CSafeDumper = SafeRepresenter = SafeDumper


def _plain(value):
    if isinstance(value, list):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        if "i" in value:
            return int(value["i"])
        if "f" in value:
            return float(value["f"])
        return {_key(_plain(k)): _plain(v) for k, v in value["m"]}
    return value


def _key(key):
    return tuple(key) if isinstance(key, list) else key


def _documents(stream):
    text = stream.read() if hasattr(stream, "read") else stream
    if isinstance(text, bytes):
        text = text.decode("utf-8")
    with io.FileIO(_CHANNEL, "r+") as channel:
        data = text.encode("utf-8")
        while data:
            data = data[channel.write(data):]
        channel.seek(0)
        answer = json.loads(channel.readall())
    if "error" in answer:
        raise MarkedYAMLError(f"{answer['error']} (line {answer['line']})")
    return [_plain(d) for d in answer["documents"]]


def load_all(stream, Loader=SafeLoader):
    if _real:
        return _real.load_all(stream, _whole(Loader))
    from torch._lens import NotBuilt
    if getattr(Loader, "_kinds", False):
        raise NotBuilt("a YAML loader with rules of its own for plain values")
    try:
        return iter(_documents(stream))
    except MarkedYAMLError:
        if getattr(Loader, "_tags", False):
            raise NotBuilt("a YAML loader with tags of its own") from None
        raise


def load(stream, Loader=SafeLoader):
    found = list(load_all(stream, Loader))
    if len(found) > 1:
        raise MarkedYAMLError("expected a single document")
    return found[0] if found else None


def safe_load_all(stream):
    return load_all(stream)


def safe_load(stream):
    return load(stream)


full_load = unsafe_load = safe_load


def dump(data, stream=None, *args, **kwargs):
    if _real:
        return _real.dump(data, stream, *map(_whole, args), **{name: _whole(value) for name, value in kwargs.items()})
    text = json.dumps(data, default=str)
    if stream is None:
        return text
    stream.write(text)


safe_dump = dump


def add_constructor(tag, constructor, Loader=None):
    for loader in (Loader,) if Loader else (SafeLoader, FullLoader, UnsafeLoader):
        loader.add_constructor(tag, constructor)


def add_implicit_resolver(tag, regexp, first=None, Loader=None, Dumper=Dumper):
    for loader in (Loader,) if Loader else (SafeLoader, FullLoader, UnsafeLoader):
        loader.add_implicit_resolver(tag, regexp, first)


add_multi_constructor = add_constructor


def add_representer(*args, **kwargs):
    pass


add_multi_representer = add_representer

for _part in ("nodes", "loader", "dumper", "constructor", "representer", "resolver", "scanner", "parser", "error"):
    sys.modules[f"yaml.{_part}"] = globals()[_part] = sys.modules[__name__]
