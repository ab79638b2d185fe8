# An Optional of a numpy array.
from typing import Optional
import numpy as np


def f(x: Optional[np.ndarray]):
    return 1


target = f
