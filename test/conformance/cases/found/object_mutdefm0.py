import math
from typing import Dict, List, NamedTuple, Optional, Tuple, Union
from collections import namedtuple
import torch
import torch.nn as nn
from torch import Tensor


class Net(nn.Module):
    def forward(self, a, x=(1, [])):
        return a


target = Net()
