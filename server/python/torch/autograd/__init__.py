"""Names of torch.autograd. Gradients are not computed."""
import contextlib

from torch._tensor import Tensor as Variable  # noqa: F401
from . import function, functional, profiler  # noqa: F401
from .function import Function  # noqa: F401
from .grad_mode import enable_grad, inference_mode, no_grad, set_grad_enabled  # noqa: F401


def grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, allow_unused=None, is_grads_batched=False, materialize_grads=False):
    inputs = inputs if isinstance(inputs, (tuple, list)) else (inputs,)
    from torch._lens import core
    return tuple(core.new(t.shape, t.dtype, t.device) for t in inputs)


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None):
    pass


def gradcheck(*args, **kwargs):
    return True


gradgradcheck = gradcheck


class detect_anomaly(contextlib.ContextDecorator):
    def __init__(self, check_nan=True):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


class set_detect_anomaly(detect_anomaly):
    def __init__(self, mode, check_nan=True):
        pass
