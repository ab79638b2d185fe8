# A class with a cached method is given to torch.jit.script itself.
import functools


class Box:
    def __init__(self):
        self.k = 1

    @functools.lru_cache(None)
    def get(self):
        return 3


target = Box
