# math functions of constants, to the last digit.
import math


def f():
    a = math.log(10000.0) / 512
    b = math.sqrt(64)
    c = -math.log(10000.0)
    d = math.pi / 180
    e = math.exp(-1.5)
    g = 2 ** 0.5
    h = 10 ** -3
    i = math.log(2)
    j = math.log(1000. / 16)
    k = 0.1 + 0.2
    l = 1 / 3
    m = 7 // 2 * 2.0
    n = math.sin(1.0) + math.cos(2.0) + math.tan(0.3) + math.atan2(1.0, 2.0)
    o = math.pow(2, 3)
    p = math.e ** 2
    q = math.inf
    r = -math.inf
    s = math.floor(2.7) + math.ceil(2.1)
    t = 1e-5 * 3
    return a, b, c, d, e, g, h, i, j, k, l, m, n, o, p, q, r, s, t


target = f
