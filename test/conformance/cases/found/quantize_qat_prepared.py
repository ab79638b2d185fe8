import torch
from torch import nn
import torch.ao.quantization as tq

m = nn.Sequential(nn.Linear(4, 4), nn.ReLU()).train()
m.qconfig = tq.get_default_qat_qconfig("fbgemm")
target = tq.prepare_qat(m)
