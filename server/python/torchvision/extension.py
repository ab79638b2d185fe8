"""Presence of the compiled operators; answers to torchvision/extension.py.

To the script compiler they are present; run, they give results of the right shape.
"""

_HAS_OPS = True


def _has_ops():
    return True


def _assert_has_ops():
    if not _has_ops():
        raise RuntimeError("the operators of torchvision are not loaded")
