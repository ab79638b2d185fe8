import torch
import torch.distributions as td
class Pol(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.l = torch.nn.Linear(4, 4)
        d = td.Normal(torch.zeros(4), torch.ones(4))
        self.register_buffer("s", d.sample((3,)))
        self.k = td.kl_divergence(d, d).shape[0]
        self.m = td.MultivariateNormal(torch.zeros(2), torch.eye(2)).log_prob(torch.zeros(2)).dim()
        self.i = td.Independent(d, 1).log_prob(torch.zeros(4)).dim()
    @torch.jit.ignore
    def dist(self, x) -> torch.Tensor:
        return td.Categorical(logits=x).sample()
    def forward(self, x):
        return self.l(x) + self.k + self.m + self.s.sum()
target = Pol()
