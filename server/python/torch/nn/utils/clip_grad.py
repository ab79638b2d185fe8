"""Gradient clipping; answers to torch/nn/utils/clip_grad.py.

No gradient flows in the stand-in, so there is seldom something to clip.
"""

import functools

import torch


def _no_grad(function):
    @functools.wraps(function)
    def wrapped(*args, **kwargs):
        with torch.no_grad():
            return function(*args, **kwargs)

    return wrapped


def _gradients(parameters):
    if isinstance(parameters, torch.Tensor):
        parameters = [parameters]
    return [p.grad for p in parameters if p.grad is not None]


@_no_grad
def _get_total_norm(tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    tensors = [tensors] if isinstance(tensors, torch.Tensor) else list(tensors)
    if not tensors:
        return torch.tensor(0.0)
    each = [torch.linalg.vector_norm(tensor, float(norm_type)) for tensor in tensors]
    return torch.linalg.vector_norm(torch.stack(each), float(norm_type))


@_no_grad
def _clip_grads_with_norm_(parameters, max_norm, total_norm, foreach=None):
    factor = torch.clamp(float(max_norm) / (total_norm + 1e-6), max=1.0)
    for gradient in _gradients(parameters):
        gradient.mul_(factor)


@_no_grad
def clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None):
    parameters = [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)
    total = _get_total_norm(_gradients(parameters), norm_type, error_if_nonfinite, foreach)
    _clip_grads_with_norm_(parameters, max_norm, total, foreach)
    return total


clip_grad_norm = clip_grad_norm_


@_no_grad
def clip_grad_value_(parameters, clip_value, foreach=None):
    for gradient in _gradients(parameters):
        gradient.clamp_(min=-float(clip_value), max=float(clip_value))
