import torch
class Box:
    def __init__(self, x: torch.Tensor, xs=[1]):
        self.x = x
    def twice(self, k: float = 2.0):
        return self.x * k
    def again(self):
        y = self.twice(3.0)
        return self.missing(y)
def fn(x: torch.Tensor):
    return Box(x).again()
target = fn
