"""The former place of torch.library's functions."""
from torch.library import _registers, get_ctx  # noqa: F401

impl = impl_abstract = impl_backward = impl_save_for_backward = custom_op = _registers
