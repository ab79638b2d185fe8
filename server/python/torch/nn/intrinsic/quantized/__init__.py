"""The former place of torch.ao.nn.intrinsic.quantized."""
from torch.ao.nn.intrinsic.quantized import *  # noqa: F401,F403
