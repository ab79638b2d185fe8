"""The largest eigenvalues: shapes only."""
from typing import Dict, Optional, Tuple

from torch import Tensor


def lobpcg(A: Tensor, k: Optional[int] = None, B: Optional[Tensor] = None, X: Optional[Tensor] = None, n: Optional[int] = None, iK: Optional[Tensor] = None, niter: Optional[int] = None,
           tol: Optional[float] = None, largest: Optional[bool] = None, method: Optional[str] = None, tracker: None = None, ortho_iparams: Optional[Dict[str, int]] = None,
           ortho_fparams: Optional[Dict[str, float]] = None, ortho_bparams: Optional[Dict[str, bool]] = None) -> Tuple[Tensor, Tensor]:
    if k is None:
        k = 1 if X is None else X.size(-1)
    size = list(A.shape)
    return A.new_empty(size[:-2] + [k]), A.new_empty(size[:-1] + [k])
