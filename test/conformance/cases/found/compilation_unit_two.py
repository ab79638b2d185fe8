import torch
from torch import nn, Tensor
from typing import Any, Dict, Final, List, NamedTuple, Optional, Tuple, Union
cu = torch.jit.CompilationUnit("""
def f(x):
    return x + 1
def g(x, n: int):
    return f(x) * n
""")
target = cu.g
