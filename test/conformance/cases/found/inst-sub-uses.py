import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Base:
    def helper(self) -> int:
        return 2


class Sub(Base):
    def get(self) -> int:
        return self.helper()


target = Sub()
