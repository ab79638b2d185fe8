import torch
from torch import nn
import torch.ao.quantization as q


target = q.RecordingObserver()
