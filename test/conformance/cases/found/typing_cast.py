import torch
import typing
from torch import Tensor, nn
from typing import Any, Callable, Dict, Final, List, NamedTuple, Optional, Tuple, Union, cast
def f(x: Tensor):
    y = cast(Tensor, x)
    return y


target = f
