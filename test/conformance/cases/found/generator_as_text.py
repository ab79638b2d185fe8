import torch


def target():
    g = torch.Generator()
    print(g)
    return str(g)
