"""The former place of torch.ao.nn.intrinsic.qat."""
from torch.ao.nn.intrinsic.qat import *  # noqa: F401,F403
