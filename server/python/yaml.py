"""PyYAML's loading side, answered by the host's YAML parser through one file: text in, JSON out."""
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


class _Registering:
    """Takes down that tags and kinds of its own are to be treated; a text that needs it cannot be read here."""

    _tags = _kinds = False


@classmethod
def _take_tags(cls, *args, **kwargs):
    cls._tags = True


@classmethod
def _take_kinds(cls, *args, **kwargs):
    cls._kinds = True


class _Loader(_Registering):
    add_constructor = add_multi_constructor = _take_tags
    add_implicit_resolver = add_path_resolver = _take_kinds


class SafeLoader(_Loader):
    pass


class FullLoader(_Loader):
    pass


class UnsafeLoader(_Loader):
    pass


class Dumper(_Registering):
    add_representer = add_multi_representer = _take_tags
    add_implicit_resolver = add_path_resolver = _take_kinds


Loader = UnsafeLoader
BaseLoader = CLoader = CSafeLoader = SafeLoader
SafeDumper = CDumper = CSafeDumper = Representer = SafeRepresenter = Dumper


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
