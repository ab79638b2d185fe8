import dataclasses
import torch
from torch import Tensor, nn
from typing import Any, Callable, Dict, Final, List, NamedTuple, Optional, Tuple, Union
def f(x):
    return torch.device("cpu", 0), torch.device("cuda"), torch.device("cuda:1"), torch.device("meta")


target = f
