"""The former place of torch.ao.quantization."""
import torch.ao.quantization as _now
from torch._lens import absent as _absent
from torch.ao.quantization import stubs  # noqa: F401
from torch.nn import _target as _at

globals().update({name: value for name, value in vars(_now).items() if not name.startswith("_")})
__all__ = ["_prepare_ondevice_dynamic_jit"] if _at.v2_6 else list(_absent._rows("torch.quantization"))
