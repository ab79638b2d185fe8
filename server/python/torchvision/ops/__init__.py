"""Operators and layers of detection models; answers to torchvision/ops/__init__.py."""

from .._absent import names_only
from .boxes import (
    batched_nms,
    box_area,
    box_convert,
    box_iou,
    clip_boxes_to_image,
    complete_box_iou,
    distance_box_iou,
    generalized_box_iou,
    masks_to_boxes,
    nms,
    remove_small_boxes,
)
from .deform_conv import DeformConv2d, deform_conv2d
from .focal_loss import sigmoid_focal_loss
from .misc import (
    MLP,
    Conv2dNormActivation,
    Conv3dNormActivation,
    ConvNormActivation,
    FrozenBatchNorm2d,
    Permute,
    SqueezeExcitation,
)
from .ps_roi_align import PSRoIAlign, ps_roi_align
from .ps_roi_pool import PSRoIPool, ps_roi_pool
from .roi_align import RoIAlign, roi_align
from .roi_pool import RoIPool, roi_pool
from .stochastic_depth import StochasticDepth, stochastic_depth

__getattr__ = names_only(
    __name__,
    {
        "FeaturePyramidNetwork", "MultiScaleRoIAlign", "DropBlock2d", "DropBlock3d", "drop_block2d",
        "drop_block3d", "generalized_box_iou_loss", "distance_box_iou_loss", "complete_box_iou_loss",
    },
)
