"""Helpers that other libraries import."""


def _get_all_device_indices():
    return []


def _get_available_device_type():
    return None


def _get_device_index(device, optional=False, allow_cpu=False):
    return -1


def _flatten_dense_tensors(tensors):
    """One row of all values."""
    import torch
    return torch.cat([t.reshape(-1) for t in tensors])


def _unflatten_dense_tensors(flat, tensors):
    """Views of the row, in the shapes of `tensors`."""
    found, at = [], 0
    for t in tensors:
        count = t.numel()
        found.append(flat.narrow(0, at, count).view_as(t))
        at += count
    return tuple(found)


def _take_tensors(tensors, size_limit):
    """Groups of tensors of one type, each group of about `size_limit` bytes."""
    open_groups = {}
    for t in tensors:
        kind = t.type()
        group, size = open_groups.get(kind, ([], 0))
        bytes_ = t.numel() * t.element_size()
        if group and size + bytes_ > size_limit:
            yield group
            group, size = [], 0
        open_groups[kind] = ([*group, t], size + bytes_)
    for group, _ in open_groups.values():
        if group:
            yield group


def _reorder_tensors_as(tensors, ordered_tensors):
    """`tensors`, sorted by type, in the order that `ordered_tensors` has."""
    by_type = {}
    for t in tensors:
        by_type.setdefault(t.type(), []).append(t)
    rows = {kind: iter(found) for kind, found in by_type.items()}
    return tuple(next(rows[t.type()]) for t in ordered_tensors)


def _import_dotted_name(name):
    first, *rest = name.split(".")
    found = __import__(first)
    for part in rest:
        found = getattr(found, part)
    return found


def _element_size(dtype):
    return dtype.itemsize


class _ClassPropertyDescriptor:
    def __init__(self, fget, fset=None):
        self.fget = fget

    def __get__(self, instance, owner=None):
        return self.fget.__get__(instance, owner if owner is not None else type(instance))()


def classproperty(func):
    return _ClassPropertyDescriptor(func if isinstance(func, (classmethod, staticmethod)) else classmethod(func))


class ExceptionWrapper:
    def __init__(self, exc_info=None, where="in background"):
        self.where = where


from torch._lens.checkpoint import rebuilt as _rebuild_tensor, rebuilt as _rebuild_tensor_v2, rebuilt_parameter as _rebuild_parameter  # noqa: E402,F401
