"""Tuning knobs of the fused loss; answers to torch/nn/modules/linear_cross_entropy_options.py."""

import dataclasses
from typing import Any


@dataclasses.dataclass(frozen=True)
class LinearCrossEntropyOptions:
    """They change memory and speed only, so the stand-in keeps and never reads them."""

    batch_chunk_size: Any = None
    acc_policy: Any = None
    acc_dtype: Any = None
    allow_retain_graph: bool = False
