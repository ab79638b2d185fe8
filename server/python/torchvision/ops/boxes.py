"""Boxes; answers to torchvision/ops/boxes.py."""

from typing import Tuple

import torch
import torchvision
from torch import Tensor

from ..extension import _assert_has_ops
from ._box_convert import _box_cxcywh_to_xyxy, _box_xywh_to_xyxy, _box_xyxy_to_cxcywh, _box_xyxy_to_xywh
from ._utils import _upcast


def _keep_all(boxes, scores):
    """Suppression without values: every box is kept, best first."""
    return torch.argsort(scores, descending=True)


def nms(boxes: Tensor, scores: Tensor, iou_threshold: float) -> Tensor:
    if not torch.jit.is_scripting():
        return _keep_all(boxes, scores)
    _assert_has_ops()
    return torch.ops.torchvision.nms(boxes, scores, iou_threshold)


def batched_nms(boxes: Tensor, scores: Tensor, idxs: Tensor, iou_threshold: float) -> Tensor:
    if boxes.numel() > (4000 if boxes.device.type == "cpu" else 20000) and not torchvision._is_tracing():
        return _batched_nms_vanilla(boxes, scores, idxs, iou_threshold)
    else:
        return _batched_nms_coordinate_trick(boxes, scores, idxs, iou_threshold)


@torch.jit._script_if_tracing
def _batched_nms_coordinate_trick(boxes: Tensor, scores: Tensor, idxs: Tensor, iou_threshold: float) -> Tensor:
    # each class is moved to a place of its own, so that boxes of two classes never overlap
    if boxes.numel() == 0:
        return torch.empty((0,), dtype=torch.int64, device=boxes.device)
    farthest = boxes.max()
    shift = idxs.to(boxes) * (farthest + torch.tensor(1).to(boxes))
    moved = boxes + shift[:, None]
    keep = nms(moved, scores, iou_threshold)
    return keep


@torch.jit._script_if_tracing
def _batched_nms_vanilla(boxes: Tensor, scores: Tensor, idxs: Tensor, iou_threshold: float) -> Tensor:
    kept = torch.zeros_like(scores, dtype=torch.bool)
    for number in torch.unique(idxs):
        of_class = torch.where(idxs == number)[0]
        best = nms(boxes[of_class], scores[of_class], iou_threshold)
        kept[of_class[best]] = True
    keep = torch.where(kept)[0]
    return keep[scores[keep].sort(descending=True)[1]]


def remove_small_boxes(boxes: Tensor, min_size: float) -> Tensor:
    ws, hs = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    keep = (ws >= min_size) & (hs >= min_size)
    keep = torch.where(keep)[0]
    return keep


def clip_boxes_to_image(boxes: Tensor, size: Tuple[int, int]) -> Tensor:
    dim = boxes.dim()
    xs = boxes[..., 0::2]
    ys = boxes[..., 1::2]
    height, width = size

    if torchvision._is_tracing():
        xs = torch.max(xs, torch.tensor(0, dtype=boxes.dtype, device=boxes.device))
        xs = torch.min(xs, torch.tensor(width, dtype=boxes.dtype, device=boxes.device))
        ys = torch.max(ys, torch.tensor(0, dtype=boxes.dtype, device=boxes.device))
        ys = torch.min(ys, torch.tensor(height, dtype=boxes.dtype, device=boxes.device))
    else:
        xs = xs.clamp(min=0, max=width)
        ys = ys.clamp(min=0, max=height)

    clipped = torch.stack((xs, ys), dim=dim)
    return clipped.reshape(boxes.shape)


def box_convert(boxes: Tensor, in_fmt: str, out_fmt: str) -> Tensor:
    known = ("xyxy", "xywh", "cxcywh")
    if in_fmt not in known or out_fmt not in known:
        raise ValueError("boxes are xyxy, xywh or cxcywh")

    if in_fmt == out_fmt:
        return boxes.clone()

    if in_fmt != "xyxy" and out_fmt != "xyxy":
        # by way of corners
        if in_fmt == "xywh":
            boxes = _box_xywh_to_xyxy(boxes)
        elif in_fmt == "cxcywh":
            boxes = _box_cxcywh_to_xyxy(boxes)
        in_fmt = "xyxy"

    if in_fmt == "xyxy":
        if out_fmt == "xywh":
            boxes = _box_xyxy_to_xywh(boxes)
        elif out_fmt == "cxcywh":
            boxes = _box_xyxy_to_cxcywh(boxes)
    elif out_fmt == "xyxy":
        if in_fmt == "xywh":
            boxes = _box_xywh_to_xyxy(boxes)
        elif in_fmt == "cxcywh":
            boxes = _box_cxcywh_to_xyxy(boxes)
    return boxes


def box_area(boxes: Tensor) -> Tensor:
    boxes = _upcast(boxes)
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def _box_inter_union(boxes1: Tensor, boxes2: Tensor) -> Tuple[Tensor, Tensor]:
    area1 = box_area(boxes1)
    area2 = box_area(boxes2)

    near = torch.max(boxes1[:, None, :2], boxes2[:, :2])
    far = torch.min(boxes1[:, None, 2:], boxes2[:, 2:])

    sides = _upcast(far - near).clamp(min=0)
    inter = sides[:, :, 0] * sides[:, :, 1]

    union = area1[:, None] + area2 - inter

    return inter, union


def box_iou(boxes1: Tensor, boxes2: Tensor) -> Tensor:
    inter, union = _box_inter_union(boxes1, boxes2)
    iou = inter / union
    return iou


def generalized_box_iou(boxes1: Tensor, boxes2: Tensor) -> Tensor:
    inter, union = _box_inter_union(boxes1, boxes2)
    iou = inter / union

    near = torch.min(boxes1[:, None, :2], boxes2[:, :2])
    far = torch.max(boxes1[:, None, 2:], boxes2[:, 2:])

    sides = _upcast(far - near).clamp(min=0)
    hull = sides[:, :, 0] * sides[:, :, 1]

    return iou - (hull - union) / hull


def complete_box_iou(boxes1: Tensor, boxes2: Tensor, eps: float = 1e-7) -> Tensor:
    boxes1 = _upcast(boxes1)
    boxes2 = _upcast(boxes2)

    diou, iou = _box_diou_iou(boxes1, boxes2, eps)

    w1 = boxes1[:, None, 2] - boxes1[:, None, 0]
    h1 = boxes1[:, None, 3] - boxes1[:, None, 1]

    w2 = boxes2[:, 2] - boxes2[:, 0]
    h2 = boxes2[:, 3] - boxes2[:, 1]

    v = (4 / (torch.pi**2)) * torch.pow(torch.atan(w1 / h1) - torch.atan(w2 / h2), 2)
    with torch.no_grad():
        alpha = v / (1 - iou + v + eps)
    return diou - alpha * v


def distance_box_iou(boxes1: Tensor, boxes2: Tensor, eps: float = 1e-7) -> Tensor:
    boxes1 = _upcast(boxes1)
    boxes2 = _upcast(boxes2)
    diou, _ = _box_diou_iou(boxes1, boxes2, eps=eps)
    return diou


def _box_diou_iou(boxes1: Tensor, boxes2: Tensor, eps: float = 1e-7) -> Tuple[Tensor, Tensor]:
    iou = box_iou(boxes1, boxes2)
    near = torch.min(boxes1[:, None, :2], boxes2[:, :2])
    far = torch.max(boxes1[:, None, 2:], boxes2[:, 2:])
    sides = _upcast(far - near).clamp(min=0)
    diagonal = (sides[:, :, 0] ** 2) + (sides[:, :, 1] ** 2) + eps
    x1 = (boxes1[:, 0] + boxes1[:, 2]) / 2
    y1 = (boxes1[:, 1] + boxes1[:, 3]) / 2
    x2 = (boxes2[:, 0] + boxes2[:, 2]) / 2
    y2 = (boxes2[:, 1] + boxes2[:, 3]) / 2
    apart = (_upcast((x1[:, None] - x2[None, :])) ** 2) + (_upcast((y1[:, None] - y2[None, :])) ** 2)
    return iou - (apart / diagonal), iou


def masks_to_boxes(masks: torch.Tensor) -> torch.Tensor:
    if masks.numel() == 0:
        return torch.zeros((0, 4), device=masks.device, dtype=torch.float)

    n = masks.shape[0]
    found = torch.zeros((n, 4), device=masks.device, dtype=torch.float)
    for index, mask in enumerate(masks):
        y, x = torch.where(mask != 0)

        found[index, 0] = torch.min(x)
        found[index, 1] = torch.min(y)
        found[index, 2] = torch.max(x)
        found[index, 3] = torch.max(y)

    return found
