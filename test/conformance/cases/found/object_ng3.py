import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


from torch import inference_mode


def fn(a):
    with inference_mode():
        c = a * 2
    return c


target = fn
