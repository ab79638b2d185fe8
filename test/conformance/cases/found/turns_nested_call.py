import torch
from torch import nn


class Cell(nn.Module):
    def __init__(self, wide):
        super().__init__()
        self.wide = wide
        self.fc = nn.Linear(4, 4)
        if wide:
            self.gain = 2

    def forward(self, x: torch.Tensor):
        if hasattr(self, "gain"):
            return self.fc(x) * self.gain
        return self.fc(x)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = nn.ModuleList([Cell(False), Cell(True), Cell(False), Cell(True)])
        self.acts = nn.ModuleList([nn.ReLU(), nn.ReLU(), nn.ReLU()])

    def forward(self, x: torch.Tensor):
        for cell in self.cells:
            for act in self.acts:
                x = act(cell(x))
                if hasattr(cell, "gain"):
                    x = x + cell.gain
        return x


target = Net()
