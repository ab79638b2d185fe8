import torch


def target():
    g = torch.Generator()
    h = torch.Generator()
    return torch.rand(2, generator=g) + torch.rand(2, generator=h)
