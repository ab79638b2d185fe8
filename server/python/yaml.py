"""PyYAML's loading side, answered by the host's YAML parser through one file: text in, JSON out."""
import io
import json

__version__ = "6.0"
_CHANNEL = "/lens/channel/yaml"


class YAMLError(Exception):
    pass


class MarkedYAMLError(YAMLError):
    pass


class _Loader:
    pass


class SafeLoader(_Loader):
    pass


class FullLoader(_Loader):
    pass


class UnsafeLoader(_Loader):
    pass


class Dumper:
    pass


Loader = UnsafeLoader
BaseLoader = CLoader = CSafeLoader = SafeLoader
SafeDumper = CDumper = CSafeDumper = Dumper


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


def safe_load_all(stream):
    return iter(_documents(stream))


def load_all(stream, Loader=None):
    return iter(_documents(stream))


def safe_load(stream):
    found = _documents(stream)
    if len(found) > 1:
        raise MarkedYAMLError("expected a single document")
    return found[0] if found else None


def load(stream, Loader=None):
    return safe_load(stream)


full_load = unsafe_load = safe_load


def dump(data, stream=None, *args, **kwargs):
    text = json.dumps(data, default=str)
    if stream is None:
        return text
    stream.write(text)


safe_dump = dump


def add_constructor(*args, **kwargs):
    pass


def add_representer(*args, **kwargs):
    pass
