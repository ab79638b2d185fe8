# A hook of a compiled module derived from torch.jit.ScriptModule.
from typing import Tuple

import torch


class Net(torch.jit.ScriptModule):
    @torch.jit.script_method
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x * 2


def record(self, inputs: Tuple[torch.Tensor], output: torch.Tensor):
    return output


net = Net()
net.register_forward_hook(record)
target = net
