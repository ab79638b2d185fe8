import torch
from torch import nn
import torch.ao.quantization as q


target = q.MinMaxObserver(dtype=torch.qint8, qscheme=torch.per_tensor_symmetric, reduce_range=True)
