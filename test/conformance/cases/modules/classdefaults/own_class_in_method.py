import torch
class Box:
    def __init__(self, x: torch.Tensor, n: int = 2):
        self.x = x
        self.n = n
    def other(self):
        return Box(self.x)
def fn(x: torch.Tensor):
    return Box(x).other().n
target = fn
