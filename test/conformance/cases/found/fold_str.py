# str() of constants.
import torch


def f():
    return str(1e10), str(0.1), str(-0.0), str(1e20), str(1e-5), str(123456789.125), str(2j), str(1.5 - 2j), str(None), str(True), str((1, "a")), str((1,)), str(()), str((1.5, (None, True))), str(torch.device("cuda")), str(torch.float32), str(float("inf")), str("a'b"), str(("a'b",))


target = f
