import math


def target():
    return int(float("inf")), int(-1e30), int(float("nan")), math.factorial(22), math.floor(1e30)
