"""Helpers that other libraries import."""


def _get_all_device_indices():
    return []


def _get_available_device_type():
    return None


def _get_device_index(device, optional=False, allow_cpu=False):
    return -1


def _flatten_dense_tensors(tensors):
    import torch
    return torch.cat([t.reshape(-1) for t in tensors])


class ExceptionWrapper:
    def __init__(self, exc_info=None, where="in background"):
        self.where = where


from torch._lens.checkpoint import rebuilt as _rebuild_tensor, rebuilt as _rebuild_tensor_v2, rebuilt_parameter as _rebuild_parameter  # noqa: E402,F401
