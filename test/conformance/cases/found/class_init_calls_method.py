# __init__ that calls a method.


class P:
    def __init__(self, c: int):
        self.a = c
        self.g()

    def g(self):
        self.a = 7


target = P
