"""One process, not distributed."""
import enum

import torch


def is_available() -> bool:
    return hasattr(torch._C, "_c10d_init")


def is_initialized():
    return False


def get_rank(group=None):
    return 0


def get_world_size(group=None):
    return 1


def _nothing(*args, **kwargs):
    pass


init_process_group = destroy_process_group = barrier = all_reduce = broadcast = all_gather = reduce = all_gather_object = broadcast_object_list = new_group = _nothing


class ReduceOp:
    """How values of processes become one; the names are those of the enumeration inside."""

    class RedOpType(enum.IntEnum):
        SUM, AVG, PRODUCT, MIN, MAX, BAND, BOR, BXOR, PREMUL_SUM = range(9)

    def __init__(self, op=RedOpType.SUM):
        self.op = op


for _op in ReduceOp.RedOpType:
    setattr(ReduceOp, _op.name, _op)
del _op


class ProcessGroup:
    pass


class group:
    WORLD = None


from . import rpc  # noqa: E402,F401
