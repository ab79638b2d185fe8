# Optional fields compared.
from dataclasses import dataclass
from typing import List, Optional, Union

import torch


@torch.jit.script
@dataclass


class P:
    q: Optional[int] = None
    r: Union[int, None] = None
    s: List[str] = None


def f():
    return P(1) == P(2)


target = f
