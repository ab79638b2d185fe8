"""Names of torch/_awaits."""
import torch

if torch._lens_version < (2, 0):
    raise ModuleNotFoundError("No module named 'torch._awaits'", name="torch._awaits")
from ._jit_internal import _Await  # noqa: E402,F401
