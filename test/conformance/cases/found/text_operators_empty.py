from typing import List

import torch


def f(x: int) -> List[str]:
    return ["".upper(), "".title(), "".capitalize(), "".center(3, "*"), "".zfill(2), "a".zfill(0), "+5".zfill(5), "-5".zfill(4), "ab".center(5), "abc".center(4), "".strip(), " \r\n a".strip(), "x" + "", "abc"[5:], "abc"[-9:2], "abc"[::-1], "a\tb".expandtabs(), "a\tb".expandtabs(0), "%", "a b".swapcase()]


def g(x: int) -> List[int]:
    return ["".count("a"), "aaaa".count("aa"), "abc".find(""), "abc".rfind(""), "abc".find("c", -1), "abc".find("d"), "".find(""), "abc".find("a", 5), len(""), ord("A"), "abc".rfind("b", 0, 2), "abc".index("b")]


def h(x: int) -> List[bool]:
    return ["".isdigit(), "".isalpha(), "".isupper(), "".islower(), "".isspace(), "".istitle(), "".isidentifier(), "".isprintable(), "abc".startswith(""), "abc".endswith("", 5), "abc".startswith("b", 1), "abc".endswith("b", 0, 2), "a1".isalnum(), "A b".istitle(), "a" in "abc", "" in "abc", "" in "", "abc" < "abd", "" < "a", "Z" < "a"]


def k(x: int):
    return f(x), g(x), h(x)


target = k
