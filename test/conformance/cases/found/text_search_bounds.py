# bounds beyond the text: some find nothing, others fail and stay in the graph
from typing import List

import torch


def f(x: int) -> List[int]:
    return ["".find("b", 1), "".find("", 1), "ab".find("b", 3, 9), "ab".find("b", 2), "ab".rfind("b", 5), "ab".rfind("a", 3, 4), "ab".count("a", 5), "ab".count("b", 1, 9), "ab".find("a", -9), "ab".rfind("", 1, 1)]


def g(x: int) -> List[bool]:
    return ["ab".startswith("a", 5), "ab".endswith("b", 3, 1), "ab".startswith("", 2), "ab".endswith("", 5, 9), "ab".startswith("b", -1), "ab".startswith("a", 0, -2)]


def k(x: int):
    return f(x), g(x)


target = k
