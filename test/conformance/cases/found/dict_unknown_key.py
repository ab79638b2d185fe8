# A dict annotation with an unknown key type.
from typing import Dict
import torch


def f(x: Dict[torch.layout, int]):
    return 1


target = f
