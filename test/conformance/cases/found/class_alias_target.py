# A class with a type of its own name inside is given to torch.jit.script itself.
class Box:
    Kind = int

    def __init__(self, k: Kind):
        self.k = k


target = Box
