"""Names of torch.utils."""
import os

from . import checkpoint, data, hooks, model_zoo, tensorboard, backend_registration  # noqa: F401


def set_module(obj, mod):
    obj.__module__ = mod


cmake_prefix_path = ""
