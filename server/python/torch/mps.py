"""No such device here."""


def is_available():
    return False


def device_count():
    return 0


def synchronize(*args, **kwargs):
    pass


empty_cache = synchronize


def manual_seed(seed: int) -> None:
    """Of those here the one that can be compiled."""
