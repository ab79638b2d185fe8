# torch is an attribute of torch.
import torch


def f(x: torch.Tensor):
    return torch.torch.relu(x)


target = f
