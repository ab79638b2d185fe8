import torch


def dtypes():
    return torch.int1, torch.int7, torch.uint1, torch.uint7, torch.bit, torch.bit == torch.uint1


target = dtypes
