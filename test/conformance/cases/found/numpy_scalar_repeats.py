import numpy as np
import torch


class Net(torch.nn.Module):
    def __init__(self):
        super().__init__()
        widths, depths = np.unique([8, 8, 16], return_counts=True)
        self.widths = [w for i, n in enumerate(depths) for w in [8 * (i + 1)] * n]
        self.body = torch.nn.Sequential(*[torch.nn.Linear(w, w) for w in [4] * depths[0]])

    def forward(self, x):
        return self.body(x) * self.widths[0]


target = Net()
