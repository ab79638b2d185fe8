"""All layers in one namespace; answers to torch/nn/modules/__init__.py."""

from .. import _target as _at
from .module import Module
from .linear import *
from .conv import *
from .activation import *
from .container import *
from .batchnorm import *
from .instancenorm import *
from .normalization import *
from .dropout import *
from .padding import *
from .pooling import *
from .pixelshuffle import *
from .upsampling import *
from .distance import *
from .fold import *
from .flatten import *
from .channelshuffle import *
from .loss import *
from .sparse import *
from .rnn import *
from .adaptive import *
from .transformer import *

_NEWER = {
    "v2_6": (
        "CircularPad1d", "CircularPad2d", "CircularPad3d", "ZeroPad1d", "ZeroPad3d", "LPPool3d", "RMSNorm",
    ),
    "v2_14": ("LinearCrossEntropyLoss",),
}
for _flag, _names in _NEWER.items():
    if not getattr(_at, _flag):
        for _name in _names:
            del globals()[_name]

__all__ = [_name for _name, _value in list(globals().items()) if isinstance(_value, type)]
