"""Model builders; answers to torchvision/models/__init__.py.

Those that other models are built on are here; the rest comes with torchvision, so here it only says so.
"""

from .._absent import names_only
from . import _utils, resnet, vgg
from .resnet import *  # noqa: F401,F403
from .vgg import *  # noqa: F401,F403

_FAMILIES = {
    "alexnet": "", "convnext": "tiny small base large", "densenet": "121 161 169 201",
    "efficientnet": "b0 b1 b2 b3 b4 b5 b6 b7 v2_s v2_m v2_l", "googlenet": "", "inception": "v3", "maxvit": "t",
    "mnasnet": "0_5 0_75 1_0 1_3", "mobilenet": "v2 v3_large v3_small",
    "regnet": "y_400mf y_800mf y_1_6gf y_3_2gf y_8gf y_16gf y_32gf y_128gf x_400mf x_800mf x_1_6gf x_3_2gf x_8gf x_16gf x_32gf",
    "resnet": "18 34 50 101 152", "resnext": "50_32x4d 101_32x8d 101_64x4d", "shufflenet": "v2_x0_5 v2_x1_0 v2_x1_5 v2_x2_0",
    "squeezenet": "1_0 1_1", "swin": "t s b v2_t v2_s v2_b", "vgg": "11 11_bn 13 13_bn 16 16_bn 19 19_bn",
    "vit": "b_16 b_32 l_16 l_32 h_14", "wide_resnet": "50_2 101_2",
}
_GLUED = {"densenet", "mnasnet", "resnet", "resnext", "squeezenet", "vgg", "wide_resnet"}
_NAMES = {"get_model", "get_weight", "get_model_weights", "list_models"}
for _family, _sizes in _FAMILIES.items():
    _join = "" if _family in _GLUED and _family != "wide_resnet" else "_"
    if _family == "wide_resnet":
        _NAMES |= {"wide_resnet50_2", "wide_resnet101_2"}
    _NAMES |= {_family + _join + _size for _size in _sizes.split()} or {_family}

_refuse = names_only(__name__, _NAMES)


def __getattr__(name):
    if name.endswith("_Weights"):
        from ._weights import weights_of
        return weights_of(name)
    return _refuse(name)
