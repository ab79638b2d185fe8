import math


def target():
    inf = float("inf")
    return inf - inf, -(inf - inf), -float("nan"), math.sqrt(-1.0), math.acos(2.0), 5.0 % 0.0, str(inf * 0), abs(inf - inf)
