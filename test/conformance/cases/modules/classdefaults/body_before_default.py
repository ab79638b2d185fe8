import torch
class Box:
    def __init__(self, x: torch.Tensor, n=2):
        self.x = x
        self.n = n
    def f(self) -> int:
        return self.x.foo()
def fn(x: torch.Tensor):
    return Box(x).f()
target = fn
