"""Observers put in and layers swapped for quantized ones; answers to torch/ao/quantization/quantize.py and quantization_mappings.py."""
import copy

import torch
import torch.ao.nn.intrinsic as fused
import torch.ao.nn.intrinsic.qat as fused_qat
import torch.ao.nn.intrinsic.quantized as fused_quantized
import torch.ao.nn.qat as qat
import torch.ao.nn.quantized as quantized
import torch.ao.nn.quantized.dynamic as dynamic
from torch import nn
from torch._lens import NotBuilt

from . import qconfig as _q
from .fake_quantize import FakeQuantizeBase
from .observer import ObserverBase
from .stubs import DeQuantStub, QuantStub, QuantWrapper

_NDQ = nn.modules.linear.NonDynamicallyQuantizableLinear
_STATIC = {
    QuantStub: quantized.Quantize, DeQuantStub: quantized.DeQuantize, quantized.FloatFunctional: quantized.QFunctional, _NDQ: quantized.Linear,
    **{getattr(nn, name): getattr(quantized, name) for name in (
        "BatchNorm2d", "BatchNorm3d", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "Dropout", "ELU", "Embedding", "EmbeddingBag", "GroupNorm",
        "Hardswish", "InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d", "LayerNorm", "LeakyReLU", "Linear", "PReLU", "ReLU6")},
    **{getattr(fused, name): getattr(fused_quantized, name) for name in fused_quantized.modules.__all__},
    **{getattr(qat, name): getattr(quantized, name) for name in ("Conv2d", "Conv3d", "Linear")},
    **{getattr(fused_qat, name): getattr(fused_quantized, name) for name in ("ConvReLU2d", "ConvReLU3d", "LinearReLU")},
    **{getattr(fused_qat, f"ConvBn{place}"): getattr(quantized, f"Conv{place}") for place in ("1d", "2d", "3d")},
    **{getattr(fused_qat, f"ConvBnReLU{place}"): getattr(fused_quantized, f"ConvReLU{place}") for place in ("1d", "2d", "3d")},
    fused_qat.LinearBn1d: quantized.Linear,
}
#: What is trained in place of a layer, or of a row.
_TRAINED = {
    nn.Conv2d: qat.Conv2d, nn.Conv3d: qat.Conv3d, nn.Linear: qat.Linear, _NDQ: qat.Linear,
    **{getattr(fused, name): getattr(fused_qat, name) for name in fused_qat.__all__[:-2] if name != "ConvReLU1d"},
}
_DYNAMIC = {
    _NDQ: dynamic.Linear, nn.Embedding: quantized.Embedding, nn.EmbeddingBag: quantized.EmbeddingBag,
    **{getattr(nn, name): getattr(dynamic, name) for name in dynamic.modules.__all__},
}
#: Layers whose quantized counterparts are not written.
_OTHERS = {getattr(nn, name) for name in (
    "Sigmoid Softmax Softmax2d MultiheadAttention LSTM GRU GRUCell LSTMCell RNNCell").split()}
_OBSERVED_OUTPUTS = {nn.Hardsigmoid, nn.Sigmoid, nn.Softmax, nn.Tanh}


def _observer_forward_hook(self, input, output):
    return self.activation_post_process(output)


def propagate_qconfig_(module, qconfig_dict=None, prepare_custom_config_dict=None):
    _propagate(module, qconfig_dict or {}, None, "")


def _propagate(module, given, above, prefix):
    own = given.get(prefix, given.get(type(module), above))
    module.qconfig = own = getattr(module, "qconfig", own)
    for name, child in module.named_children():
        _propagate(child, given, own, f"{prefix}.{name}" if prefix else name)


def _observe(module):
    if getattr(module, "qconfig", None) is not None and not isinstance(module, DeQuantStub):
        module.add_module("activation_post_process", module.qconfig.activation())
        module.register_forward_hook(_observer_forward_hook)
        module._forward_hooks.move_to_end(next(reversed(module._forward_hooks)), last=False)


def _add_observers(module, leaves, trained):
    for child in module.children():
        kind = type(child)
        if kind is nn.Dropout:
            continue
        if issubclass(kind, (quantized.FloatFunctional, quantized.QFunctional)):
            if getattr(child, "qconfig", None) is not None:
                child.activation_post_process = child.qconfig.activation()
        elif isinstance(child, fused._FusedModule) or kind in _OBSERVED_OUTPUTS or kind in trained:
            _observe(child)
        elif kind in (nn.LSTM, nn.MultiheadAttention) and getattr(child, "qconfig", None) is not None:
            raise NotBuilt(f"a {kind.__name__} was to be quantized, which the stand-in torch does not do")
        else:
            _add_observers(child, leaves, trained)
    if not module._modules and not isinstance(module, nn.Sequential) and type(module) in leaves:
        _observe(module)


def prepare(model, inplace=False, allow_list=None, observer_non_leaf_module_list=None, prepare_custom_config_dict=None):
    if prepare_custom_config_dict:
        raise NotBuilt("torch.ao.quantization.prepare was called with settings of its own, which the stand-in torch does not follow")
    if not inplace:
        model = copy.deepcopy(model)
    propagate_qconfig_(model)
    _add_observers(model, {*_STATIC, *_DYNAMIC, *_OTHERS} if allow_list is None else allow_list, observer_non_leaf_module_list or ())
    return model


def prepare_qat(model, mapping=None, inplace=False):
    if not model.training:
        raise AssertionError("only what is in training mode can be trained to be quantized")
    mapping = _TRAINED if mapping is None else mapping
    if not inplace:
        model = copy.deepcopy(model)
    propagate_qconfig_(model)
    convert(model, mapping, inplace=True, remove_qconfig=False)
    return prepare(model, inplace=True, observer_non_leaf_module_list=set(mapping.values()))


def _clean(module):
    for child in module.children():
        _clean(child)
    if hasattr(module, "qconfig"):
        del module.qconfig
    if isinstance(getattr(module, "activation_post_process", None), (ObserverBase, FakeQuantizeBase)):
        del module.activation_post_process
    for number in [n for n, hook in module._forward_hooks.items() if hook is _observer_forward_hook]:
        del module._forward_hooks[number]


def swap_module(mod, mapping, custom_module_class_mapping=None, use_precomputed_fake_quant=False):
    if getattr(mod, "qconfig", None) is None:
        return mod
    made = mapping.get(type(mod))
    if made is None:
        if mapping is _STATIC and type(mod) in _OTHERS:
            raise NotBuilt(f"a {type(mod).__name__} was to be quantized, which the stand-in torch does not do")
        return mod
    if isinstance(made, str):
        raise NotBuilt(f"a {type(mod).__name__} was to be quantized, which the stand-in torch does not do")
    swapped = made.from_float(mod)
    for hook in mod._forward_pre_hooks.values():
        swapped.register_forward_pre_hook(hook)
    for hook in mod._forward_hooks.values():
        if hook is not _observer_forward_hook:
            swapped.register_forward_hook(hook)
    return swapped


def _convert(module, mapping):
    swapped = {}
    for name, child in module.named_children():
        if not isinstance(child, (fused._FusedModule, fused_qat._Row)):
            _convert(child, mapping)
        swapped[name] = swap_module(child, mapping)
    for name, child in swapped.items():
        module._modules[name] = child


def convert(module, mapping=None, inplace=False, remove_qconfig=True, is_reference=False, convert_custom_config_dict=None, use_precomputed_fake_quant=False):
    if is_reference or convert_custom_config_dict:
        raise NotBuilt("torch.ao.quantization.convert was called with settings of its own, which the stand-in torch does not follow")
    if not inplace:
        module = copy.deepcopy(module)
    _convert(module, _STATIC if mapping is None else mapping)
    if remove_qconfig:
        _clean(module)
    return module


def quantize(model, run_fn, run_args, mapping=None, inplace=False):
    if not inplace:
        model = copy.deepcopy(model)
    model.eval()
    prepare(model, inplace=True)
    run_fn(model, *run_args)
    return convert(model, mapping, inplace=True)


def quantize_qat(model, run_fn, run_args, inplace=False):
    if not inplace:
        model = copy.deepcopy(model)
    model.train()
    prepare_qat(model, inplace=True)
    run_fn(model, *run_args)
    return convert(model, inplace=True)


_KINDS = (nn.Linear, nn.LSTM, nn.GRU, nn.LSTMCell, nn.RNNCell, nn.GRUCell)
_BY_DTYPE = {
    torch.qint8: (_q.default_dynamic_qconfig, _KINDS), torch.float16: (_q.float16_dynamic_qconfig, _KINDS),
    torch.quint8: (_q.float_qparams_weight_only_qconfig, (nn.EmbeddingBag, nn.Embedding)), torch.quint4x2: (_q.float_qparams_weight_only_qconfig_4bit, (nn.EmbeddingBag,)),
}


def quantize_dynamic(model, qconfig_spec=None, dtype=torch.qint8, mapping=None, inplace=False):
    if qconfig_spec is None or isinstance(qconfig_spec, set):
        if dtype not in _BY_DTYPE:
            raise NotBuilt(f"weights were to be quantized to {dtype}, which the stand-in torch does not do")
        qconfig, kinds = _BY_DTYPE[dtype]
        qconfig_spec = dict.fromkeys(kinds if qconfig_spec is None else qconfig_spec, qconfig)
    if not inplace:
        model = copy.deepcopy(model)
    model.eval()
    propagate_qconfig_(model, qconfig_spec)
    convert(model, {**_DYNAMIC, fused.LinearReLU: "not written"} if mapping is None else mapping, inplace=True)
    return model


def add_quant_dequant(module):
    if not module._modules and getattr(module, "qconfig", None):
        return QuantWrapper(module)
    for name, child in module.named_children():
        module._modules[name] = add_quant_dequant(child)
    return module
