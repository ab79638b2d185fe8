import torch
from torch import Tensor, nn

CLOSE = (torch.tensor([0.123456, 1.0]), torch.tensor([0.1234561, 1.0]))


class Reduce(nn.Module):
    def forward(
        self,
        x: Tensor,
        a: Tensor = torch.ones((0, 0, 0), dtype=torch.bool),
        b: Tensor = torch.ones((0, 0, 0), dtype=torch.bool),
        c: Tensor = torch.zeros(2),
        d: Tensor = torch.zeros(2),
        e: Tensor = torch.zeros((0, 3)),
        f: Tensor = torch.zeros((3, 0)),
        g: Tensor = torch.arange(12),
        h: Tensor = torch.arange(12),
        i: Tensor = torch.arange(12).int(),
        j: Tensor = CLOSE[0],
        k: Tensor = CLOSE[1],
    ) -> Tensor:
        return x + a + b + c + d + e + f + g + h + i + j + k


target = Reduce()
