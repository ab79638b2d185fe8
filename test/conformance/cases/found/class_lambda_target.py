# A class with a lambda is given to torch.jit.script itself.
class Box:
    key = lambda self: 1
    other = staticmethod(lambda v: 1)

    def __init__(self):
        self.k = 1

    def get(self) -> int:
        return self.k


target = Box
