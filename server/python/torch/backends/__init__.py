"""Switches of backends; each is a module of its own, as compiled code tells a module's members from an object's."""
import torch as _torch

from . import cuda, cudnn, mkl, mkldnn, mps, openmp, opt_einsum, quantized  # noqa: F401

if _torch._lens_version >= (2, 0):
    from . import cpu, cusparselt, mha, nnpack  # noqa: F401
if _torch._lens_version >= (2, 7):
    from . import kleidiai, miopen  # noqa: F401
