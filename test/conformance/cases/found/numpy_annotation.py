# A numpy array as annotation.
import numpy as np


def f(x: np.ndarray):
    return 1


target = f
