# A list that was scripted already has no type of its own as an attribute.
import torch
from torch import Tensor, nn


class Steps(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = torch.jit.script([8, 16, 32])

    def forward(self, x: Tensor) -> Tensor:
        return x * self.steps[0]


target = Steps()
