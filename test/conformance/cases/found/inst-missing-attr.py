import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Late:
    def __init__(self):
        pass

    def get(self) -> int:
        return 1


target = Late()
target.extra = 3
