"""Gradients of convolutions as functions; answers to torch/nn/grad.py."""

import torch

from .modules.utils import _pair, _single, _triple


def _conv_backward(which, widen):
    def gradient(tensor, size, grad_output, stride=1, padding=0, dilation=1, groups=1):
        absent = grad_output.new_empty(1)
        place = absent.expand(size)
        operands = (place, tensor) if which == 0 else (tensor, place)
        mask = (which == 0, which == 1, False)
        return torch.ops.aten.convolution_backward(
            grad_output, *operands, None, widen(stride), widen(padding), widen(dilation),
            False, [0], groups, mask,
        )[which]

    return gradient


def conv1d_input(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1):
    return _conv_backward(0, _single)(weight, input_size, grad_output, stride, padding, dilation, groups)


def conv1d_weight(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1):
    return _conv_backward(1, _single)(input, weight_size, grad_output, stride, padding, dilation, groups)


def conv2d_input(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1):
    return _conv_backward(0, _pair)(weight, input_size, grad_output, stride, padding, dilation, groups)


def conv2d_weight(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1):
    return _conv_backward(1, _pair)(input, weight_size, grad_output, stride, padding, dilation, groups)


def conv3d_input(input_size, weight, grad_output, stride=1, padding=0, dilation=1, groups=1):
    return _conv_backward(0, _triple)(weight, input_size, grad_output, stride, padding, dilation, groups)


def conv3d_weight(input, weight_size, grad_output, stride=1, padding=0, dilation=1, groups=1):
    return _conv_backward(1, _triple)(input, weight_size, grad_output, stride, padding, dilation, groups)
