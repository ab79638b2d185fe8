from torch.nn import Module


class FloatFunctional(Module):
    def __init__(self):
        super().__init__()

    def add(self, x, y):
        return x + y

    def mul(self, x, y):
        return x * y

    def cat(self, x, dim=0):
        import torch
        return torch.cat(x, dim=dim)
