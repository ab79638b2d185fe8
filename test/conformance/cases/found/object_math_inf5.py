import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


import numpy as np
from numpy import inf


def fn(x):
    return x * inf


target = fn
