"""Names that user code imports from torch/jit/annotations.py."""

from typing import Any, Callable, Dict, List, Optional, Tuple, Union  # noqa: F401

from torch._jit_internal import (  # noqa: F401
    BroadcastingList1, BroadcastingList2, BroadcastingList3, Future, is_dict, is_list, is_optional, is_tuple,
)


def compiler_flag(*args, **kwargs):
    pass
