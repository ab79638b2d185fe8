"""No CUDA here."""
from ._flags import Kept as _Kept


def is_built():
    return False


matmul = _Kept(allow_tf32=False, allow_fp16_reduced_precision_reduction=True, allow_bf16_reduced_precision_reduction=True, allow_fp16_accumulation=False, fp32_precision="none")
cufft_plan_cache = _Kept(size=0, max_size=0, clear=lambda: None)
