# Anchors over feature maps.
from typing import List, Tuple
import torch
import torch.nn as nn
from torch import Tensor


class Anchors(nn.Module):
    __annotations__ = {"cell": List[Tensor]}

    def __init__(self):
        super().__init__()
        self.sizes = ((32, 64), (128,))
        self.ratios = ((0.5, 1.0), (1.0, 2.0))
        self.cell = [self.gen(s, r) for s, r in zip(self.sizes, self.ratios)]

    def gen(self, scales: List[int], ratios: List[float], dtype: torch.dtype = torch.float32, device: torch.device = torch.device("cpu")) -> Tensor:
        s = torch.as_tensor(scales, dtype=dtype, device=device)
        r = torch.as_tensor(ratios, dtype=dtype, device=device)
        h = torch.sqrt(r)
        w = 1 / h
        ws = (w[:, None] * s[None, :]).view(-1)
        hs = (h[:, None] * s[None, :]).view(-1)
        return (torch.stack([-ws, -hs, ws, hs], dim=1) / 2).round()

    def set_cell(self, dtype: torch.dtype, device: torch.device):
        self.cell = [c.to(dtype=dtype, device=device) for c in self.cell]

    def grid(self, sizes: List[List[int]], strides: List[List[Tensor]]) -> List[Tensor]:
        anchors = []
        cell = self.cell
        assert cell is not None
        if not (len(sizes) == len(strides) == len(cell)):
            raise ValueError("Anchors should be Tuple[Tuple[int]]")
        for size, stride, base in zip(sizes, strides, cell):
            gh, gw = size
            sh, sw = stride
            device = base.device
            sx = torch.arange(0, gw, dtype=torch.int32, device=device) * sw
            sy = torch.arange(0, gh, dtype=torch.int32, device=device) * sh
            yy, xx = torch.meshgrid(sy, sx, indexing="ij")
            xx = xx.reshape(-1)
            yy = yy.reshape(-1)
            shifts = torch.stack((xx, yy, xx, yy), dim=1)
            anchors.append((shifts.view(-1, 1, 4) + base.view(1, -1, 4)).reshape(-1, 4))
        return anchors

    def forward(self, maps: List[Tensor]) -> List[Tensor]:
        gs = [m.shape[-2:] for m in maps]
        dtype, device = maps[0].dtype, maps[0].device
        st = [[torch.empty((), dtype=torch.int64, device=device).fill_(32 // g[0]), torch.empty((), dtype=torch.int64, device=device).fill_(32 // g[1])] for g in gs]
        self.set_cell(dtype, device)
        return self.grid(gs, st)


target = Anchors()
