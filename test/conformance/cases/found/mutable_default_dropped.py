# A mutable default of a function that is dropped: what torch underlines ends with the function.
import torch


@torch.jit.ignore(drop=True)
def fn(a: int, x=(1, [])):
    x = []


def after(x):
    return x


target = fn
