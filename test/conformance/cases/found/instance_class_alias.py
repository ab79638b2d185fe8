# An object whose class names a type inside.
class Box:
    Kind = int

    def __init__(self):
        self.k = 1

    def add(self, n: Kind) -> Kind:
        return self.k + n


target = Box()
