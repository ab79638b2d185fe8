import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


@torch.jit.unused
class Py:
    def run(self):
        return 1


class Net(nn.Module):
    def forward(self, x):
        p = Py()
        return x


target = Net()
