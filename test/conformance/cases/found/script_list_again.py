import torch

target = torch.jit.script([1, 2, 3])
