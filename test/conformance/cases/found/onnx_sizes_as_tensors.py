# torch.onnx.operators: sizes as tensors, in the branch that an export would take
import torch
import torch.onnx.operators
from torch import nn


class Positions(nn.Module):
    def __init__(self):
        super().__init__()
        self.onnx_trace = False
        self.weight = nn.Parameter(torch.zeros(10, 4))

    def forward(self, x):
        shape = torch.onnx.operators.shape_as_tensor(x)
        if self.onnx_trace:
            flat = self.weight.detach().index_select(0, x.view(-1))
            long = torch.cat((shape, torch.tensor([-1], dtype=torch.long)))
            return torch.onnx.operators.reshape_from_tensor_shape(flat, long)
        return self.weight.index_select(0, x.view(-1)).view(shape[0].item(), -1)


target = Positions()
