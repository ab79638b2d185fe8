import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Base:
    def __init__(self):
        self.n = 1


class Sub(Base):
    def get(self) -> int:
        return 1


target = Sub()
