import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor
from typing import *


class S(dict):
    pass
target = S(a=1)
