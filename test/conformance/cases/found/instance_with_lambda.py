# An object whose class holds a lambda.
class Box:
    key = staticmethod(lambda v: 1)

    def __init__(self):
        self.k = 1

    def get(self) -> int:
        return self.k


target = Box()
