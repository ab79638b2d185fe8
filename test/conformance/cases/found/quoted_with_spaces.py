from typing import List


def target(a: " List[ int ] ", b: "List [int]"):
    return a
