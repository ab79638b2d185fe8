"""Answers to torch/ao/nn/intrinsic/modules/fused.py."""
from torch import nn

__all__ = ["BNReLU2d", "BNReLU3d", "ConvBn1d", "ConvBn2d", "ConvBn3d", "ConvBnReLU1d", "ConvBnReLU2d", "ConvBnReLU3d", "ConvReLU1d", "ConvReLU2d", "ConvReLU3d", "LinearBn1d", "LinearReLU"]


class _FusedModule(nn.Sequential):
    def __init__(self, *layers):
        kinds = self._kinds
        if [type(layer) for layer in layers] != list(kinds):
            raise AssertionError(f"{type(self).__name__} is made of {', '.join(k.__name__ for k in kinds)}")
        super().__init__(*layers)


class ConvReLU1d(_FusedModule):
    _kinds = (nn.Conv1d, nn.ReLU)


class ConvReLU2d(_FusedModule):
    _kinds = (nn.Conv2d, nn.ReLU)


class ConvReLU3d(_FusedModule):
    _kinds = (nn.Conv3d, nn.ReLU)


class LinearReLU(_FusedModule):
    _kinds = (nn.Linear, nn.ReLU)


class ConvBn1d(_FusedModule):
    _kinds = (nn.Conv1d, nn.BatchNorm1d)


class ConvBn2d(_FusedModule):
    _kinds = (nn.Conv2d, nn.BatchNorm2d)


class ConvBn3d(_FusedModule):
    _kinds = (nn.Conv3d, nn.BatchNorm3d)


class ConvBnReLU1d(_FusedModule):
    _kinds = (nn.Conv1d, nn.BatchNorm1d, nn.ReLU)


class ConvBnReLU2d(_FusedModule):
    _kinds = (nn.Conv2d, nn.BatchNorm2d, nn.ReLU)


class ConvBnReLU3d(_FusedModule):
    _kinds = (nn.Conv3d, nn.BatchNorm3d, nn.ReLU)


class BNReLU2d(_FusedModule):
    _kinds = (nn.BatchNorm2d, nn.ReLU)


class BNReLU3d(_FusedModule):
    _kinds = (nn.BatchNorm3d, nn.ReLU)


class LinearBn1d(_FusedModule):
    _kinds = (nn.Linear, nn.BatchNorm1d)
