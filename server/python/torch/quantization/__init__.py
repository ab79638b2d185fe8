"""The former place of torch.ao.quantization."""
from torch.ao.quantization import *  # noqa: F401,F403
from torch.ao.quantization import stubs  # noqa: F401
