"""Shared steps of the box operators; answers to torchvision/ops/_utils.py."""

from typing import List, Union

import torch
from torch import Tensor


def _cat(tensors: List[Tensor], dim: int = 0) -> Tensor:
    if len(tensors) == 1:
        return tensors[0]
    return torch.cat(tensors, dim)


def convert_boxes_to_roi_format(boxes: List[Tensor]) -> Tensor:
    """Boxes of several images as one tensor whose first column is the image."""
    together = _cat([b for b in boxes], dim=0)
    numbers = []
    for i, b in enumerate(boxes):
        numbers.append(torch.full_like(b[:, :1], i))
    column = _cat(numbers, dim=0)
    rois = torch.cat([column, together], dim=1)
    return rois


def check_roi_boxes_shape(boxes: Union[Tensor, List[Tensor]]):
    if isinstance(boxes, (list, tuple)):
        for each in boxes:
            torch._assert(each.size(1) == 4, "a list of boxes holds tensors of 4 columns")
    elif isinstance(boxes, torch.Tensor):
        torch._assert(boxes.size(1) == 5, "a tensor of boxes has 5 columns, the image first")
    else:
        torch._assert(False, "boxes are a tensor or a list of tensors")
    return


def _upcast(t: Tensor) -> Tensor:
    # areas of half precision boxes overflow
    if t.is_floating_point():
        return t if t.dtype in (torch.float32, torch.float64) else t.float()
    else:
        return t if t.dtype in (torch.int32, torch.int64) else t.int()


def _pooled(input, rois, height, width, channels=None):
    """What a pooling operator gives, as far as a shape goes."""
    return input.new_zeros((rois.size(0), input.size(1) if channels is None else channels, height, width))
