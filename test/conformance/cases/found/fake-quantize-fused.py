import torch
from torch import nn
import torch.ao.quantization as q


target = q.default_fused_act_fake_quant()
