import torch
import torch.distributed.rpc as rpc
from torch import Tensor


@torch.jit.script
def sg(x: Tensor, k: int = 1):
    return x + k


def target(to: str, x: Tensor):
    f = rpc.rpc_async(to, sg, (x,), {"k": 3}, 5.0)
    return f


target = target
