from typing import Dict, List


def target(sizes: List[int], names: Dict[str, int], last: bool):
    if last:
        del sizes[-1]
    del names["a"]
    del sizes["a"]
    return sizes, names
