import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class KwOnly:
    def __init__(self, *, a: int = 1):
        self.a = a


target = KwOnly()
