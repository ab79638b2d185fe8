"""What importlib.metadata says of packages: of those that are stood in for here, and of those that are missing."""
import sys

from lens import guards


def standing_in(name):
    """The release of torch or of another package that is stood in for, by the name of its distribution; None for others."""
    module = _MODULES.get(name)
    if module is None or module == "torchvision" and _is_installed(module):
        return None
    try:
        found = __import__(module)
    except ImportError:
        return None
    if module == "torch":
        return found.version.__version__
    # what is installed has told of itself before
    return str(found.__version__) if hasattr(found, "__version__") and str(getattr(found, "__file__", "")).startswith("/lens/site/") else None


#: Distributions and their modules.
_MODULES = {"torch": "torch", "torchvision": "torchvision", "numpy": "numpy", "pandas": "pandas", "pyyaml": "yaml"}


def _is_installed(module):
    return any(type(f).__name__ == "Installed" and f.name == module for f in sys.meta_path)


def normalized(name):
    return name.lower().replace("_", "-").replace(".", "-")


def made(name, version):
    from importlib.metadata import Distribution

    class StoodInFor(Distribution):
        def read_text(self, filename):
            return f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" if filename == "METADATA" else None

        def locate_file(self, path):
            return f"/lens/site/{path}"

    return StoodInFor()


def of_torch(context):
    """torch is the release that was chosen, whichever is installed."""
    if context.name is None or normalized(context.name) == "torch":
        yield made("torch", standing_in("torch"))


def of_others(context, note):
    """Asked after everything that is installed: packages that are stood in for; then, where nobody expects an answer of no, one that is missing."""
    if context.name is None:
        for name in _MODULES:
            version = None if name == "torch" else standing_in(name)
            if version is not None:
                yield made(name, version)
        return
    name = normalized(context.name)
    version = standing_in(name)
    if version is not None:
        yield made(name, version)
    elif _asks_for_one() and not _expects_none():
        note(name.replace("-", "_"))
        yield made(name, "99.0.0")


def _asks_for_one():
    """Is it `version(name)` and its like, and not a search through several?"""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "from_name" and "/metadata/" in frame.f_code.co_filename:
            return True
        frame = frame.f_back
    return False


def _expects_none():
    """Would a PackageNotFoundError be caught by someone who waits for it?"""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(("/lens/site/lens/", "/lib/", "<")) and guards.is_protected(frame):
            lines, broad = guards.lines_of(name, frame.f_lineno, ("PackageNotFoundError", "ImportError", "ModuleNotFoundError", "DistributionNotFound"), ("Exception", "BaseException"), ("suppress",))
            if frame.f_lineno in lines or frame.f_lineno in broad:
                return True
        frame = frame.f_back
    return False
