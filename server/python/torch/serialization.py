"""torch.load reads real checkpoints, and gives back what torch.save was given for a file here; torch.save is told to whoever watches a script."""
import contextlib
import os
import pickle

import torch
from torch._lens import checkpoint, saved
from torch.nn import _target as _at

DEFAULT_PROTOCOL = 2


def load(f, map_location=None, pickle_module=None, *, weights_only=None, mmap=None, **pickle_load_args):
    """What is not there gives a placeholder: many a script names weights that lie on another machine."""
    watch = torch.jit._watch
    only = bool(weights_only) if weights_only is not None else _at.v2_6 and pickle_module is None
    found = saved.get(f)
    if found is not None:
        module = _module_in(found[0]) if only else None
        if module is not None:
            raise checkpoint.refused(f"the checkpoint holds {type(module).__module__}.{type(module).__qualname__}, which is no tensor or plain data")
        return saved.copied(found[0])
    if isinstance(f, (str, os.PathLike)):
        if not os.path.exists(f):
            from lens.finder import Placeholder
            if watch is not None:
                watch.missing_checkpoint(f)
            return Placeholder(f"torch.load({os.fspath(f)!r})")
    elif not hasattr(f, "read"):
        if getattr(type(f), "__lens_placeholder__", False):
            return f
        raise AttributeError(f"'{type(f).__name__}' object has no attribute 'read'. You can only torch.load from a file that is seekable: a path, or a file opened with 'rb'.")
    _checked(f, weights_only, mmap, pickle_module)
    source = checkpoint.Source(f)
    try:
        return checkpoint.load(source, map_location, only)
    finally:
        source.close()


def _module_in(obj, depth=0):
    """The first module in what was saved; None without one."""
    if isinstance(obj, torch.nn.Module):
        return obj
    inside = () if depth > 20 else obj.values() if isinstance(obj, dict) else obj if isinstance(obj, (list, tuple)) else ()
    return next((found for each in inside if (found := _module_in(each, depth + 1)) is not None), None)


def _checked(f, weights_only, mmap, pickle_module):
    if weights_only and pickle_module is not None:
        raise RuntimeError("Can not safely load weights when explicit pickle_module is specified")
    if mmap is None:
        return
    if not _at.v2_6:
        raise TypeError("'mmap' is an invalid keyword argument for Unpickler()")
    if mmap and not isinstance(f, (str, os.PathLike)):
        raise ValueError("f must be a file path in order to use the mmap argument")
    if mmap:
        with open(f, "rb") as file:
            if file.read(4) != b"PK\x03\x04":
                raise RuntimeError("mmap can only be used with files saved with `torch.save(_use_new_zipfile_serialization=True), please torch.save your checkpoint with this option in order to use mmap.")


def save(obj, f, pickle_module=None, pickle_protocol=DEFAULT_PROTOCOL, _use_new_zipfile_serialization=True, _disable_byteorder_record=False):
    _refuse_scripted(obj, 0)
    if torch.jit._watch is not None:
        torch.jit._watch.saved_checkpoint(saved.copied(obj), f)
    else:
        saved.put(saved.copied(obj), f)


def _refuse_scripted(obj, depth):
    """torch.save takes no scripted module, nor one inside of another module, a dict or a list."""
    if isinstance(obj, (torch.jit.ScriptModule, torch.jit.ScriptFunction)):
        if isinstance(obj, torch.jit.ScriptFunction):
            raise pickle.PickleError("ScriptFunction cannot be pickled")
        raise RuntimeError(f"Tried to serialize object __torch__.{type(obj._lens_module).__module__}.{obj.original_name} which does not have a __getstate__ method defined! torch.jit.save writes scripted modules.".replace("__torch__.__main__.", "__torch__."))
    if depth < 4:
        inside = obj.values() if isinstance(obj, dict) else obj if isinstance(obj, (list, tuple)) else obj.modules() if isinstance(obj, torch.nn.Module) else ()
        for each in inside:
            if each is not obj:
                _refuse_scripted(each, depth + 1 if not isinstance(obj, torch.nn.Module) else 4)


def add_safe_globals(safe_globals):
    checkpoint._SAFE.extend(safe_globals)


def get_safe_globals():
    return list(checkpoint._SAFE)


def clear_safe_globals():
    checkpoint._SAFE.clear()


@contextlib.contextmanager
def safe_globals(safe_globals):
    before = list(checkpoint._SAFE)
    checkpoint._SAFE.extend(safe_globals)
    try:
        yield
    finally:
        checkpoint._SAFE[:] = before


def register_package(priority, tagger, deserializer):
    pass


def default_restore_location(storage, location):
    return storage


def validate_cuda_device(location):
    return 0


class SourceChangeWarning(Warning):
    pass
