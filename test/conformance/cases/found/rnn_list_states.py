# LSTM cells in a ModuleList with a list of states.
from typing import List, Tuple
import torch
import torch.nn as nn
from torch import Tensor


class L(nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = nn.ModuleList([nn.LSTMCell(4, 4) for _ in range(3)])

    def forward(self, x: Tensor) -> Tuple[Tensor, List[Tuple[Tensor, Tensor]]]:
        inputs = x.unbind(0)
        states: List[Tuple[Tensor, Tensor]] = []
        cur = inputs
        for i, cell in enumerate(self.cells):
            outs: List[Tensor] = []
            h = torch.zeros(x.size(1), 4)
            c = torch.zeros_like(h)
            for k in range(len(cur)):
                h, c = cell(cur[k], (h, c))
                outs.append(h)
            cur = outs
            states.append((h, c))
        return torch.stack(cur), states


target = L()
