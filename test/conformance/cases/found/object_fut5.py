import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


from torch.futures import Future


def fn(x: Future):
    return 1


target = fn
