import torch
import torch.nn as nn
import torch.distributions as D
class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(4, 4)
        self.prior = D.Normal(torch.zeros(4), torch.ones(4))
    def forward(self, x):
        return self.prior.log_prob(self.l(x))
target = VAE()
