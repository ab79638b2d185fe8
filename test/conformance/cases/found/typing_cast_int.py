import torch
import typing
from torch import Tensor, nn
from typing import Any, Callable, Dict, Final, List, NamedTuple, Optional, Tuple, Union, cast
def f(x: Any) -> int:
    return cast(int, x)


target = f
