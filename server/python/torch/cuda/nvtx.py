"""Marks in a profile of CUDA. There is none here, so nothing happens; compiled code is refused what it is in torch."""
from contextlib import contextmanager


class _NVTXStub:
    @staticmethod
    def _nothing(*args, **kwargs):
        return 0

    rangePushA = rangePop = rangeStartA = rangeEnd = markA = _nothing


_nvtx = _NVTXStub()


def range_push(msg):
    return _nvtx.rangePushA(msg)


def range_pop():
    return _nvtx.rangePop()


def range_start(msg) -> int:
    return _nvtx.rangeStartA(msg)


def range_end(range_id) -> None:
    _nvtx.rangeEnd(range_id)


def mark(msg):
    return _nvtx.markA(msg)


@contextmanager
def range(msg, *args, **kwargs):
    range_push(msg)
    try:
        yield
    finally:
        range_pop()
