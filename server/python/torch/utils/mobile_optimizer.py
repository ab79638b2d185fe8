"""What prepares a scripted module for phones; here it stays as it is."""
from enum import Enum, IntEnum

import torch


class LintCode(Enum):
    BUNDLED_INPUT = 1
    REQUIRES_GRAD = 2
    DROPOUT = 3
    BATCHNORM = 4


class MobileOptimizerType(IntEnum):
    CONV_BN_FUSION = 0
    INSERT_FOLD_PREPACK_OPS = 1
    REMOVE_DROPOUT = 2
    FUSE_ADD_RELU = 3
    HOIST_CONV_PACKED_PARAMS = 4
    VULKAN_AUTOMATIC_GPU_TRANSFER = 6


def optimize_for_mobile(script_module, optimization_blocklist=None, preserved_methods=None, backend="CPU"):
    if not isinstance(script_module, torch.jit.ScriptModule):
        raise TypeError(f"Got {type(script_module)}, but ScriptModule is expected.")
    for name in preserved_methods or ():
        if not hasattr(script_module, str(name)):
            raise AttributeError(f"One or more of the preserved methods is not a method of the module: {name}")
    if backend.upper() not in ("CPU", "VULKAN", "METAL"):
        raise TypeError("Unknown backend, must be one of 'CPU', 'Vulkan' or 'Metal'")
    return torch.jit._frozen(script_module) if not script_module.training else script_module


def generate_mobile_module_lints(script_module):
    if not isinstance(script_module, torch.jit.ScriptModule):
        raise TypeError(f"Got {type(script_module)}, but ScriptModule is expected.")
    lints = [] if hasattr(script_module, "_generate_bundled_inputs_for_forward") else [{"name": LintCode.BUNDLED_INPUT.name, "message": "No bundled input for forward"}]
    return lints + [{"name": LintCode.REQUIRES_GRAD.name, "message": f"Param {name} requires grad"} for name, p in script_module.named_parameters() if p.requires_grad]
