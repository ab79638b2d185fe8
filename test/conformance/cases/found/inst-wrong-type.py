import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Typed:
    def __init__(self, n: int):
        self.n = n


target = Typed('text')
