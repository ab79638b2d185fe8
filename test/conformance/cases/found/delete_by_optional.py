from typing import List, Optional


def target(sizes: List[int], at: Optional[int]):
    if at is not None:
        del sizes[at]
    del sizes[at]
    return sizes
