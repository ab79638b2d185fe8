import torch
class Box:
    def __init__(self, x: torch.Tensor, n: int = 2):
        self.x = x
        self.n = n
    def f(self, a: int = 3) -> int:
        return a + self.n
    def g(self) -> int:
        return self.f()
def fn(x: torch.Tensor):
    return Box(x).g()
target = fn
