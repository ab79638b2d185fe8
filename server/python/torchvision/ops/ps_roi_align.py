"""Position-sensitive pooling by interpolation; answers to torchvision/ops/ps_roi_align.py."""

from typing import List, Union

import torch
from torch import Tensor, nn
from torch.jit.annotations import BroadcastingList2
from torch.nn.modules.utils import _pair

from ..extension import _assert_has_ops
from ._utils import _pooled, check_roi_boxes_shape, convert_boxes_to_roi_format


def ps_roi_align(
    input: Tensor,
    boxes: Tensor,
    output_size: int,
    spatial_scale: float = 1.0,
    sampling_ratio: int = -1,
) -> Tensor:
    if torch.jit.is_scripting():
        _assert_has_ops()
    check_roi_boxes_shape(boxes)
    rois = boxes
    output_size = _pair(output_size)
    if not isinstance(rois, torch.Tensor):
        rois = convert_boxes_to_roi_format(rois)
    if not torch.jit.is_scripting():
        return _pooled(input, rois, output_size[0], output_size[1], input.size(1) // (output_size[0] * output_size[1]))
    output, _ = torch.ops.torchvision.ps_roi_align(input, rois, spatial_scale, output_size[0], output_size[1], sampling_ratio)
    return output


class PSRoIAlign(nn.Module):
    def __init__(self, output_size: int, spatial_scale: float, sampling_ratio: int):
        super().__init__()
        self.output_size = output_size
        self.spatial_scale = spatial_scale
        self.sampling_ratio = sampling_ratio

    def forward(self, input: Tensor, rois: Tensor) -> Tensor:
        return ps_roi_align(input, rois, self.output_size, self.spatial_scale, self.sampling_ratio)

    def __repr__(self) -> str:
        shown = ("output_size", "spatial_scale", "sampling_ratio")
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)}' for name in shown)})"
