import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Prop:
    def __init__(self, n: int):
        self.n = n

    @property
    def twice(self) -> int:
        return self.n * 2

    def get(self) -> int:
        return self.twice


target = Prop(3)
