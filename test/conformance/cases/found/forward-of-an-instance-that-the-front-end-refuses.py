# The second module is of the first one's type, whose forward is taken; its own is read all the same.
from torch import nn


class Layer(nn.Module):
    def forward(self, x):
        return x

    def fused(self, x):
        return x + b"x"


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Layer()
        self.b = Layer()
        self.b.forward = self.b.fused

    def forward(self, x):
        return self.a(x) + self.b(x)


target = Net()
