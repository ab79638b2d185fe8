# A hook of a module derived from torch.jit.ScriptModule.
from typing import Tuple

import torch


class Net(torch.jit.ScriptModule):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * 2


def record(self, inputs: Tuple[torch.Tensor], output: torch.Tensor):
    return output


net = Net()
net.register_forward_hook(record)
target = net
