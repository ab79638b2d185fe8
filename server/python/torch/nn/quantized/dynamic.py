"""The former place of torch.ao.nn.quantized.dynamic."""
from torch.ao.nn.quantized.dynamic import *  # noqa: F401,F403
