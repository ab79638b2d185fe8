"""torch.signal is an attribute of torch that nothing in this file imports; its functions do not compile."""
import torch


def scaled(x):
    return x * torch.signal.windows.hann(16)


target = scaled
