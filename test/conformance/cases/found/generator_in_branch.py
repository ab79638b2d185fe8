import torch


def target(b: bool):
    g = torch.Generator()
    if b:
        g = torch.Generator()
    return g
