import torch
from torch import Tensor, nn


class Restart(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(3, 4))
        self.register_buffer("mean", torch.zeros(4))

    @torch.jit.export
    def reset(self) -> Tensor:
        nn.init.normal_(self.mean)
        nn.init.uniform_(self.mean, -1.0, 1.0)
        nn.init.constant_(self.mean, 0.5)
        nn.init.ones_(self.mean)
        nn.init.zeros_(self.mean)
        nn.init.xavier_uniform_(self.weight, gain=2.0)
        return nn.init.xavier_normal_(self.weight)

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight + self.mean


target = Restart()
