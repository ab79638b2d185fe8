# Libraries that change a class's methods take the class out of torch's store of compiled types.
import torch
from torch import nn


class Changing(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(2))

    def forward(self, x):
        return x * self.weight

    def __prepare_scriptable__(self):
        torch.jit._recursive.concrete_type_store.type_store.pop(self.__class__, None)
        return self


target = Changing()
