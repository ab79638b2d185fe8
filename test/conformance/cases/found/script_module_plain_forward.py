import torch


class Model(torch.jit.ScriptModule):
    def forward(self, x):
        return {x for _ in range(3)}


target = Model()
