import torch


def dtypes():
    return torch.float8_e8m0fnu, torch.float4_e2m1fn_x2, torch.bcomplex32


target = dtypes
