import torch


def target():
    return torch.Generator().initial_seed()
