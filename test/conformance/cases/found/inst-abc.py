import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


from abc import ABC, abstractmethod


class Shape(ABC):
    @abstractmethod
    def area(self) -> float:
        pass


class Square(Shape):
    def __init__(self):
        self.side = 2.0

    def area(self) -> float:
        return self.side * self.side


target = Square()
