import torch
from torch import nn
import torch.ao.quantization as q


target = q.default_fixed_qparams_range_0to1_observer()
