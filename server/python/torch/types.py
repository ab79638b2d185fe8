"""Names for annotations."""
import builtins
from typing import Any, List, Sequence, Tuple, Union

from torch import Tensor, device as _dev, dtype as _dtype_class, layout as _layout_class

_TensorOrTensors = Union[Tensor, Sequence[Tensor]]
_dtype = _dtype_class
_device = _dev
_layout = _layout_class
_size = Union[Any, List[builtins.int], Tuple[builtins.int, ...]]
_int, _float, _bool, _complex = builtins.int, builtins.float, builtins.bool, builtins.complex
Number = Union[builtins.int, builtins.float, builtins.bool]
Device = Union[_dev, builtins.str, builtins.int, None]
FileLike = Any
Storage = Any
