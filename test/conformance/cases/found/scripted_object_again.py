# What torch.jit.script gave for an object, scripted again.
import torch


class Mean:
    def __init__(self, k: float):
        self.k = k

    def get(self) -> float:
        return self.k


target = torch.jit.script(Mean(0.1))
