from typing import Dict

import torch


class Base(torch.jit.ScriptModule):
    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.ones(3))
        self.scale = 0.1
        self.names = torch.jit.annotate(Dict[str, int], {"a": 1})

    @torch.jit.script_method
    def helper(self, x):
        return x * self.w + self.scale

    @torch.jit.script_method
    def count(self, name: str):
        return self.names[name]

    @torch.jit.export
    def exported(self, x):
        return x + [1]


class Model(Base):
    @torch.jit.script_method
    def other(self, x):
        return self.helper(x) + self.plain(x)

    def plain(self, x):
        return x

    def forward(self, x):
        return x + "not compiled"


target = Model()
