# Whole numbers are folded with 64 bits.


def f():
    return 1 << 40, 5 % 3, -5 % 3, -5 // 3, 5 % -3, 2 ** 62, 1 << 63, 9223372036854775807 + 1, int(3.7), int(-3.7), int("12"), float("1.5"), float("nan"), bool(0), abs(-3), round(2.5), round(3.5), round(-0.5), min(1, 2), max(1.5, 2.5), hex(255), chr(65), ord("A"), divmod(7, -2), divmod(7.5, 2)


target = f
