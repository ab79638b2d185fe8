"""Files that stand for what was saved into them: the objects stay here, and are given back for the file."""
import copy
import os

#: How such a file begins; the number of what was saved follows.
MARK = b"PK\x03\x04lens:"
_contents = []


def put(what, f, extra=None, size=0):
    """Writes the file, or into a buffer; gives its path, or None for a buffer. `size`: bytes that it has about."""
    _contents.append((what, dict(extra or {})))
    content = b"%s%d\n" % (MARK, len(_contents) - 1) + bytes(1024 + size)
    if not isinstance(f, (str, os.PathLike)):
        if hasattr(f, "write"):
            f.write(content)
        return None
    name = os.path.abspath(os.fspath(f))
    if not os.path.isdir(os.path.dirname(name)):
        raise RuntimeError(f"Parent directory {os.path.dirname(os.fspath(f))} does not exist.")
    with open(name, "wb") as file:
        file.write(content)
    return name


def get(f):
    """What was saved into a file or a buffer, and the files given with it; None for what was not saved here."""
    try:
        if isinstance(f, (str, os.PathLike)):
            with open(f, "rb") as file:
                head = file.read(64)
        else:
            at = f.tell()
            head = f.read(64)
            f.seek(at)
    except (OSError, AttributeError, ValueError):
        return None
    if not isinstance(head, bytes) or not head.startswith(MARK):
        return None
    return _contents[int(head[len(MARK):].split(b"\n")[0])]


def archive(f, extra=None):
    """The scripted object of a file, whose further files are put into `extra`; None as above."""
    found = get(f)
    if found is None:
        return None
    for name in extra or ():
        text = found[1].get(name)
        if text is not None:
            extra[name] = text.encode("utf-8") if isinstance(text, str) else text
    return found[0]


def copied(obj):
    """As it comes out of a file: another object."""
    try:
        return copy.deepcopy(obj)
    except Exception:
        return obj
