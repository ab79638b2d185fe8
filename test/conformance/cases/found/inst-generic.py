import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


from typing import Generic, TypeVar

T = TypeVar('T')


class Box(Generic[T]):
    def __init__(self):
        self.n = 1

    def get(self) -> int:
        return self.n


target = Box()
