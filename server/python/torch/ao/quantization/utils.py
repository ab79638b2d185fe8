"""What observers check and reckon with; answers to torch/ao/quantization/utils.py."""
import warnings

import torch
from torch import Tensor
from torch.nn import _target as _at


def check_min_max_valid(min_val: Tensor, max_val: Tensor) -> bool:
    if min_val.numel() == 0 or max_val.numel() == 0:
        if _at.v2_14:
            warnings.warn("nothing was observed yet: " + "these are the defaults", stacklevel=2)
        else:
            warnings.warn("nothing was observed yet: " + "these are the defaults")
        return False
    if min_val.dim() == 0 or max_val.dim() == 0:
        if min_val == float("inf") and max_val == float("-inf"):
            if _at.v2_14:
                warnings.warn("nothing was observed yet: " + "these are the defaults", stacklevel=2)
            else:
                warnings.warn("nothing was observed yet: " + "these are the defaults")
            return False
        if _at.v2_14:
            if min_val > max_val:
                raise AssertionError(f"the least, {min_val}, is above the greatest, {max_val}")
        else:
            assert min_val <= max_val, "the least, {}, is above the greatest, {}".format(min_val, max_val)
    else:
        if _at.v2_14:
            if torch.any(min_val > max_val):
                raise AssertionError(f"the least, {min_val}, is above the greatest, {max_val}")
        else:
            assert torch.all(min_val <= max_val), "the least, {}, is above the greatest, {}".format(min_val, max_val)
    return True


#: The integers of a dtype, all and half of them.
_RANGES = {
    torch.qint8: ((-128, 127), (-64, 63)), torch.quint8: ((0, 255), (0, 127)), torch.qint32: ((-(2**31), 2**31 - 1),),
}
if _at.v2_6:
    _RANGES.update({
        torch.int8: _RANGES[torch.qint8], torch.uint8: _RANGES[torch.quint8], torch.int32: _RANGES[torch.qint32],
        torch.uint16: ((0, 2**16 - 1),), torch.int16: ((-(2**15), 2**15 - 1),),
    })


def calculate_qmin_qmax(quant_min, quant_max, has_customized_qrange, dtype, reduce_range):
    if not has_customized_qrange:
        ranges = _RANGES.get(dtype, ((0, 15),))
        return ranges[-1 if reduce_range else 0]
    bits = {torch.qint8: 8, torch.qint32: 32 if _at.v2_6 else 31, **({torch.int8: 8, torch.int32: 32} if _at.v2_6 else {})}.get(dtype)
    if bits and not 0 < quant_max - quant_min + 1 <= 2**bits:
        raise AssertionError(f"{quant_min} to {quant_max} is more than {dtype} holds")
    return (quant_min // 2, quant_max // 2) if reduce_range else (quant_min, quant_max)


def is_per_tensor(qscheme):
    return qscheme in (torch.per_tensor_affine, torch.per_tensor_symmetric)


def is_per_channel(qscheme):
    return qscheme in (torch.per_channel_affine, torch.per_channel_affine_float_qparams, torch.per_channel_symmetric)
