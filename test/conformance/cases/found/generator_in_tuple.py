import torch


def target(b: bool):
    t = (torch.Generator(), 1)
    return t
