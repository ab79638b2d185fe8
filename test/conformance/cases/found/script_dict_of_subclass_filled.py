# A dict of a class of its own.
import torch


class D(dict):
    pass


target = D(a=1)
