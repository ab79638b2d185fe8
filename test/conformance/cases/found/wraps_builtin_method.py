# A method that says it wraps a builtin.
import functools

from torch import Tensor, nn


class Net(nn.Module):
    @functools.wraps(print)
    def half(self, x):
        return x

    def forward(self, x: Tensor):
        return self.half(x)


target = Net()
