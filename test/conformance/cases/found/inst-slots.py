import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Slots:
    __slots__ = ('n',)

    def __init__(self, n: int):
        self.n = n

    def get(self) -> int:
        return self.n


target = Slots(3)
