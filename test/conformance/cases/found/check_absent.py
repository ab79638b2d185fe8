# A function of newer releases, called twice in one expression.
import torch


def f(x):
    y = torch._check(torch._check(x.dim() == 2))
    return x


target = f
