"""Several layers in a row as one; answers to torch/ao/quantization/fuse_modules.py and fuser_method_mappings.py."""
import copy

import torch
import torch.ao.nn.intrinsic as fused
from torch import nn
from torch.nn.utils import fusion

_CONVS = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
_NORMS = (nn.BatchNorm1d, nn.BatchNorm2d, nn.BatchNorm3d)


def _same_mode(*layers):
    if len({layer.training for layer in layers}) > 1:
        raise AssertionError("what is fused must all be in train mode or all in eval mode")


def _conv_norm(qat, conv, norm, *relu):
    _same_mode(conv, norm, *relu)
    place = _CONVS.index(type(conv)) + 1
    if qat:
        return getattr(fused, f"ConvBn{'ReLU' if relu else ''}{place}d")(conv, norm, *relu)
    folded = fusion.fuse_conv_bn_eval(conv, norm)
    return getattr(fused, f"ConvReLU{place}d")(folded, *relu) if relu else folded


def _linear_norm(qat, linear, norm):
    _same_mode(linear, norm)
    return fused.LinearBn1d(linear, norm) if qat else fusion.fuse_linear_bn_eval(linear, norm)


def _transposed_norm(qat, conv, norm):
    _same_mode(conv, norm)
    if qat:
        raise Exception("a transposed convolution and its norm are not fused for training")
    return fusion.fuse_conv_bn_eval(conv, norm, transpose=True)


def _row(cls):
    return lambda qat, *layers: cls(*layers)


_METHODS = {(nn.Linear, nn.ReLU): _row(fused.LinearReLU), (nn.BatchNorm2d, nn.ReLU): _row(fused.BNReLU2d), (nn.BatchNorm3d, nn.ReLU): _row(fused.BNReLU3d), (nn.Linear, nn.BatchNorm1d): _linear_norm}
for _place, (_conv, _norm, _back) in enumerate(zip(_CONVS, _NORMS, (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)), 1):
    _METHODS.update({(_conv, _norm): _conv_norm, (_conv, _norm, nn.ReLU): _conv_norm, (_conv, nn.ReLU): _row(getattr(fused, f"ConvReLU{_place}d")), (_back, _norm): _transposed_norm})


def fuse_known_modules(mod_list, is_qat, additional_fuser_method_mapping=None):
    kinds = tuple(type(layer) for layer in mod_list)
    method = {**_METHODS, **(additional_fuser_method_mapping or {})}.get(kinds)
    if method is None:
        raise NotImplementedError(f"{kinds} are not fused") if torch._lens_version >= (2, 0) else AssertionError(f"{kinds} are not fused")
    made = method(is_qat, *mod_list)
    for hook in mod_list[0]._forward_pre_hooks.values():
        made.register_forward_pre_hook(hook)
    mod_list[0]._forward_pre_hooks.clear()
    for hook in mod_list[-1]._forward_hooks.values():
        made.register_forward_hook(hook)
    mod_list[-1]._forward_hooks.clear()
    rest = [nn.Identity() for _ in mod_list[1:]]
    for identity in rest:
        identity.training = mod_list[0].training
    return [made, *rest]


def _fuse(model, modules_to_fuse, is_qat, inplace, fuser_func, config):
    if not inplace:
        model = copy.deepcopy(model)
    rows = [modules_to_fuse] if all(isinstance(name, str) for name in modules_to_fuse) else modules_to_fuse
    for row in rows:
        layers = []
        for name in row:
            layer = model
            for part in name.split("."):
                layer = getattr(layer, part)
            layers.append(layer)
        for name, layer in zip(row, fuser_func(layers, is_qat, (config or {}).get("additional_fuser_method_mapping", {}))):
            *above, last = name.split(".")
            holder = model
            for part in above:
                holder = getattr(holder, part)
            setattr(holder, last, layer)
    return model


def fuse_modules(model, modules_to_fuse, inplace=False, fuser_func=fuse_known_modules, fuse_custom_config_dict=None):
    return _fuse(model, modules_to_fuse, False, inplace, fuser_func, fuse_custom_config_dict)


def fuse_modules_qat(model, modules_to_fuse, inplace=False, fuser_func=fuse_known_modules, fuse_custom_config_dict=None):
    return _fuse(model, modules_to_fuse, True, inplace, fuser_func, fuse_custom_config_dict)
