import torch
from torch import nn
import torch.ao.quantization as q


class Own(q.FakeQuantizeBase):
    def __init__(self):
        super().__init__()
        self.scale = 1.0

    def forward(self, x):
        if self.fake_quant_enabled[0] == 1:
            x = torch.fake_quantize_per_tensor_affine(x, self.scale, 0, 0, 255)
        return x

    def calculate_qparams(self):
        return self.scale


target = Own()
