import torch
from torch.distributions import constraints, Distribution
class Tanh(torch.nn.Module):
    def __init__(self, base: Distribution = torch.distributions.Normal(0., 1.)):
        super().__init__()
        self.base = base
        self.support = constraints.real
    def forward(self, x):
        return x.tanh()
target = Tanh()
