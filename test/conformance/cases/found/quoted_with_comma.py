from typing import List


def target(x: "List[int],"):
    return x
