# Boxes to offsets and back.
import math
from typing import List
import torch
import torch.nn as nn
from torch import Tensor


class BoxCoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.weights = (10.0, 10.0, 5.0, 5.0)
        self.clip = math.log(1000.0 / 16)

    def encode(self, ref: Tensor, prop: Tensor) -> Tensor:
        wx, wy, ww, wh = self.weights
        ew = prop[:, 2] - prop[:, 0]
        eh = prop[:, 3] - prop[:, 1]
        ecx = prop[:, 0] + 0.5 * ew
        ecy = prop[:, 1] + 0.5 * eh
        gw = ref[:, 2] - ref[:, 0]
        gh = ref[:, 3] - ref[:, 1]
        gcx = ref[:, 0] + 0.5 * gw
        gcy = ref[:, 1] + 0.5 * gh
        dx = wx * (gcx - ecx) / ew
        dy = wy * (gcy - ecy) / eh
        dw = ww * torch.log(gw / ew)
        dh = wh * torch.log(gh / eh)
        return torch.stack((dx, dy, dw, dh), dim=1)

    def decode(self, rel: Tensor, boxes: Tensor) -> Tensor:
        boxes = boxes.to(rel.dtype)
        w = boxes[:, 2] - boxes[:, 0]
        h = boxes[:, 3] - boxes[:, 1]
        cx = boxes[:, 0] + 0.5 * w
        cy = boxes[:, 1] + 0.5 * h
        wx, wy, ww, wh = self.weights
        dx = rel[:, 0::4] / wx
        dy = rel[:, 1::4] / wy
        dw = torch.clamp(rel[:, 2::4] / ww, max=self.clip)
        dh = torch.clamp(rel[:, 3::4] / wh, max=self.clip)
        pcx = dx * w[:, None] + cx[:, None]
        pcy = dy * h[:, None] + cy[:, None]
        pw = torch.exp(dw) * w[:, None]
        ph = torch.exp(dh) * h[:, None]
        half = torch.tensor(0.5, dtype=pcx.dtype, device=ph.device)
        return torch.stack((pcx - half * pw, pcy - half * ph, pcx + half * pw, pcy + half * ph), dim=2).flatten(1)

    def forward(self, rel: Tensor, boxes: List[Tensor]) -> Tensor:
        assert isinstance(boxes, (list, tuple))
        per = [b.size(0) for b in boxes]
        cat = torch.cat(boxes, dim=0)
        total = 0
        for v in per:
            total += v
        if total > 0:
            rel = rel.reshape(total, -1)
        out = self.decode(rel, cat)
        if total > 0:
            out = out.reshape(total, -1, 4)
        return out


target = BoxCoder()
