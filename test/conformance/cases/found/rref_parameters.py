import torch
from torch import Tensor
from torch.distributed.rpc import RRef
from typing import List, Optional


def target(r: Optional[RRef[Tensor]], l: List[RRef[int]]):
    s = 0
    for q in l:
        s += q.to_here()
    if r is not None:
        return r.to_here() + s
    return torch.ones(1)


target = target
