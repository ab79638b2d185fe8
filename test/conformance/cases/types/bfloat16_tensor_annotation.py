# unlike torch.LongTensor no type to TorchScript
import torch


def target(x: torch.BFloat16Tensor):
    return x
