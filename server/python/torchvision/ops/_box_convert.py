"""Forms of a box; answers to torchvision/ops/_box_convert.py."""

import torch
from torch import Tensor


def _box_cxcywh_to_xyxy(boxes: Tensor) -> Tensor:
    cx, cy, w, h = boxes.unbind(-1)
    left = cx - 0.5 * w
    top = cy - 0.5 * h
    right = cx + 0.5 * w
    bottom = cy + 0.5 * h
    boxes = torch.stack((left, top, right, bottom), dim=-1)
    return boxes


def _box_xyxy_to_cxcywh(boxes: Tensor) -> Tensor:
    left, top, right, bottom = boxes.unbind(-1)
    cx = (left + right) / 2
    cy = (top + bottom) / 2
    w = right - left
    h = bottom - top
    boxes = torch.stack((cx, cy, w, h), dim=-1)
    return boxes


def _box_xywh_to_xyxy(boxes: Tensor) -> Tensor:
    x, y, w, h = boxes.unbind(-1)
    boxes = torch.stack([x, y, x + w, y + h], dim=-1)
    return boxes


def _box_xyxy_to_xywh(boxes: Tensor) -> Tensor:
    left, top, right, bottom = boxes.unbind(-1)
    w = right - left
    h = bottom - top
    boxes = torch.stack((left, top, w, h), dim=-1)
    return boxes
