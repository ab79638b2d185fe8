"""The only device that is real."""
from torch.types import Device as _Device
from . import amp  # noqa: F401


class Stream:
    def __init__(self, priority: int = -1) -> None:
        pass


def is_initialized() -> bool:
    return True


def set_device(device: _Device) -> None:
    pass


def is_available():
    return True


def device_count():
    return 1


def synchronize(device: _Device = None) -> None:
    pass


def current_device():
    return "cpu"
