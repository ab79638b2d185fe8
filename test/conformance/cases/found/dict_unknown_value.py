# A dict annotation with an unknown value type.
from typing import Dict
import torch


def f(x: Dict[str, torch.layout]):
    return 1


target = f
