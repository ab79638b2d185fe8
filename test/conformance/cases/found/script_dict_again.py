import torch

target = torch.jit.script({"a": torch.ones(2)})
