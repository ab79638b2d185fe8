import cmath

import torch


class M(torch.nn.Module):
    turn: complex

    def __init__(self):
        super().__init__()
        self.turn = cmath.infj
        self.unused = [cmath.nanj, complex(-0.0, 1.0)]

    def forward(self, x):
        return x * self.turn


target = M()
