# A device's type and index as constants.
import torch
from torch import Tensor


def f(x: Tensor):
    d = torch.float32
    e = torch.device("cuda:0")
    return x.to(d), d == torch.float16, e.type, e.index, e.type == "cuda"


target = f
