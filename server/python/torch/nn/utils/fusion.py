"""Folding a batch norm into the layer before it; answers to torch/nn/utils/fusion.py."""

import copy

import torch
from torch.nn import _target as _at


def _fuse_eval(layer, bn, fuse, *extra):
    if layer.training or bn.training:
        raise AssertionError("fusion needs both modules in eval mode")
    if bn.running_mean is None or bn.running_var is None:
        raise AssertionError("fusion needs running statistics")
    fused = copy.deepcopy(layer)
    fused.weight, fused.bias = fuse(
        fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias, *extra
    )
    return fused


def _fold(weight, bias, mean, var, eps, scale, shift, shape):
    """The weights of one layer that does what two did."""
    bias = torch.zeros_like(mean) if bias is None else bias
    scale = torch.ones_like(mean) if scale is None else scale
    shift = torch.zeros_like(mean) if shift is None else shift
    factor = scale * torch.rsqrt(var + eps)
    new_weight = (weight * factor.reshape(shape)).to(dtype=weight.dtype)
    new_bias = ((bias - mean) * factor + shift).to(dtype=bias.dtype)
    return (
        torch.nn.Parameter(new_weight, weight.requires_grad),
        torch.nn.Parameter(new_bias, bias.requires_grad),
    )


def fuse_conv_bn_eval(conv, bn, transpose=False):
    return _fuse_eval(conv, bn, fuse_conv_bn_weights, transpose)


def fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose=False):
    channels = [1, -1] if transpose else [-1, 1]
    return _fold(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, channels + [1] * (conv_w.dim() - 2))


def fuse_linear_bn_eval(linear, bn):
    if _at.v2_6 and linear.out_features != bn.num_features and bn.num_features != 1:
        raise AssertionError("fusion needs as many normalised features as the linear layer gives")
    return _fuse_eval(linear, bn, fuse_linear_bn_weights)


def fuse_linear_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b):
    return _fold(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, [-1, 1])
