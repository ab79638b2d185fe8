import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Base:
    def __init__(self):
        self.n = 1


class Star(Base):
    def other(self, *args):
        return 1


target = Star()
