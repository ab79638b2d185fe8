import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
from types import SimpleNamespace
ns = SimpleNamespace(I=int, T=Tensor)
def f(x: "ns.I", t: ns.T) -> int:
    j: ns.I = x
    return j


target = f
