from typing import Dict, List


def target(a: "Dict[str, List[int] ]"):
    return a
