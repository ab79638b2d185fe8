# Functions of math on numbers that are not constant.
import math


def f(a: float, n: int):
    return math.sqrt(a), math.floor(a), math.ceil(a), math.exp(a), math.log(a), math.log(a, 2), math.log2(a), math.log10(a), math.pow(a, 2), math.fabs(a), math.isnan(a), math.isinf(a), math.gcd(n, 4), math.factorial(n), math.sin(a), math.atan2(a, 1.0), math.degrees(a), math.copysign(a, -1.0), math.fmod(a, 2.0), math.modf(a), math.frexp(a), math.ldexp(a, n), math.inf, math.nan, math.tau


target = f
