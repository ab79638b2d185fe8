# A module derived from torch.jit.ScriptModule is frozen.
import torch


class M(torch.jit.ScriptModule):
    def __init__(self):
        super().__init__()
        self.k = 2

    @torch.jit.script_method
    def forward(self, x):
        return x * self.k


frozen = torch.jit.freeze(M().eval())


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.n = 1

    def forward(self, x):
        return x + self.n


target = Net()
