import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Callm:
    def __call__(self, x):
        return x


target = Callm()
