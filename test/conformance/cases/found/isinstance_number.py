import abc
import numbers
from typing import List

import torch


class Crop(torch.nn.Module):
    def forward(self, x, size: List[int], k: int):
        if isinstance(size, numbers.Number):
            return x
        if isinstance(k, (abc.ABC, numbers.Number)):
            return x + 1
        return x[:, :size[0]]


target = Crop()
