import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Bad:
    def run(self, x):
        return [i for i in x if i]


target = Bad()
