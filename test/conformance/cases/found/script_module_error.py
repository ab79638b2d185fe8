import torch


class Model(torch.jit.ScriptModule):
    def __init__(self):
        super().__init__()
        self.bag = {1, 2}

    def forward(self, x):
        return x

    @torch.jit.script_method
    def zip(self, x):
        return x

    @torch.jit.script_method
    def first(self, x):
        return self.bag


target = Model()
