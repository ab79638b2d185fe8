import torch
import torch.distributed.rpc as rpc
from torch import Tensor


def target(to: str, x: Tensor):
    return rpc.rpc_sync(to, torch.relu, (x,))


target = target
