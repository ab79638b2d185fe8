import torch


class Cell(torch.jit.ScriptModule):
    __constants__ = ["steps"]

    def __init__(self):
        super().__init__()
        self.steps = 3
        self.layers = torch.nn.ModuleList([torch.nn.Linear(3, 3), torch.nn.ReLU()])

    @torch.jit.script_method
    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return x * self.steps

    @torch.jit.script_method
    def reset(self):
        return torch.zeros(3)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = Cell()

    def forward(self, x):
        return self.cell(x) + self.cell.reset()


target = Model()
