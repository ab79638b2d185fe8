#!/usr/bin/env python3
"""Compares our layer sources with the ones of an installed torch, on that torch.

    python3 test/oracle/nn_compare.py [--all] [--show NAME] [--only NAME]

The stand-in's `torch/nn` is loaded as package `lensnn` whose `torch` is the real
one, whose `Module` and containers are the real ones: so real torch.jit.script
compiles our text. For every public layer and functional it then compares
 - state dict (names, order, shapes, dtypes), attribute names and plain values,
   annotations, constants, repr, method names, signatures, script modifiers;
 - the compiled graphs, values renumbered and the texts of errors left out
   (the words of an error are ours; everything else must be equal).
Skips with exit code 0 and a printed reason when there is no torch.
"""

import argparse
import inspect
import importlib.util
import re
import sys
import types
import warnings
from pathlib import Path

HERE = Path(__file__).resolve()
NN = Path(sys.argv[sys.argv.index("--nn") + 1]) if "--nn" in sys.argv else (
    HERE.parents[2] / "server" / "python" / "torch" / "nn"
)

try:
    import torch
except ImportError as reason:
    print(f"skipped: no torch here ({reason})")
    sys.exit(0)

import torch.nn.functional as RealF

warnings.simplefilter("ignore")
RELEASE = tuple(int(part) for part in re.match(r"(\d+)\.(\d+)", torch.__version__).groups())


def load_ours():
    """The package `lensnn`: our sources over the real torch."""
    target = types.ModuleType("lensnn._target")
    target.v2_6 = RELEASE >= (2, 6)
    target.v2_14 = RELEASE >= (2, 14)
    package = types.ModuleType("lensnn")
    package.__path__ = [str(NN)]
    package._target = target
    sys.modules["lensnn"] = package
    sys.modules["lensnn._target"] = target
    for name in ("parameter", "modules.module", "modules.container", "modules.utils"):
        real = importlib.import_module("torch.nn." + name)
        sys.modules["lensnn." + name] = real
    package.parameter = sys.modules["lensnn.parameter"]
    # real torch knows these by identity as operators
    ours_m = importlib.import_module("lensnn.modules")
    ours_f = sys.modules["lensnn.functional"]
    for name in ("_no_grad_embedding_renorm_", "assert_int_or_pair"):
        setattr(ours_f, name, getattr(RealF, name))
    return ours_f, ours_m


RANGE = re.compile(r"\s+# .*?:\d+:\d+$", re.M)
MANGLE = re.compile(r"___torch_mangle_\d+\.")
VALUE = re.compile(r"%[A-Za-z0-9_.]+")
STRING = re.compile(r'value=("(?:[^"\\]|\\.)*")')
PLACE = re.compile(r"__torch__\.(?:torch\.nn|lensnn)\.")


def canonical(graph):
    """A graph without ranges, mangles and packages."""
    text = PLACE.sub("__torch__.nn.", MANGLE.sub("", RANGE.sub("", str(graph))))
    return re.sub(r"\[warn_id=\d+\]", "", text)  # a counter of the process


def same_but_for_texts(a, b):
    """Equal when every string that only one of the graphs has is left out.

    Such a string is a sentence of an error or a warning. Equal sentences are
    pooled to one constant, so the lines go as well, then values are renumbered.
    """
    common = set(STRING.findall(a)) & set(STRING.findall(b))
    def strip(graph):
        whole = graph.split("\n")
        lines = [line for line in whole if not set(STRING.findall(line)) - common]
        names = {}
        # constants are hoisted in the order of their first use; a text's first use is not the other's
        constants = sorted(re.sub(r"%\S+", "%", line) for line in lines if "prim::Constant" in line)
        value = {m[0]: "<" + line.split(" = ", 1)[1] + ">" for line in lines if "prim::Constant" in line
                 for m in [VALUE.search(line)]}
        value.update((VALUE.search(line)[0], "<text>") for line in set(whole) - set(lines))
        rest = "\n".join(line for line in lines if "prim::Constant" not in line)
        return constants, VALUE.sub(
            lambda m: value[m[0]] if m[0] in value else names.setdefault(m[0], f"%{len(names)}"), rest)
    return strip(a) == strip(b)


def graphs_of_module(layer):
    found = {}
    try:
        scripted = torch.jit.script(layer)
    except Exception as reason:  # the verdict is what is compared
        return {"": "rejected " + type(reason).__name__}
    def walk(prefix, module):
        for name in module._c._method_names():
            found[prefix + name] = canonical(module._c._get_method(name).graph)
            found[prefix + name + " inlined"] = canonical(module._c._get_method(name).inlined_graph)
        for name, child in module.named_children():
            if hasattr(child, "_c"):
                walk(prefix + name + ".", child)
    walk("", scripted)
    return found


def graphs_of_function(function):
    try:
        scripted = torch.jit.script(function)
    except Exception as reason:
        return {"": "rejected " + type(reason).__name__ }
    found = {"": canonical(scripted.inlined_graph)}
    return found


ARGUMENTS = {
    "Threshold": (0.1, 2.0), "AdaptiveAvgPool1d": (3,), "AdaptiveAvgPool2d": (3,), "AdaptiveAvgPool3d": (3,),
    "AdaptiveMaxPool1d": (3,), "AdaptiveMaxPool2d": ((3, None),), "AdaptiveMaxPool3d": ((3, None, None),),
    "AdaptiveLogSoftmaxWithLoss": (8, 20, [4, 10]), "AvgPool1d": (2,), "AvgPool2d": (2,), "AvgPool3d": (2,),
    "MaxPool1d": (2,), "MaxPool2d": (2,), "MaxPool3d": (2,), "MaxUnpool1d": (2,), "MaxUnpool2d": (2,), "MaxUnpool3d": (2,),
    "LPPool1d": (2, 3), "LPPool2d": (2, 3), "LPPool3d": (2, 3),
    "FractionalMaxPool2d": (3, (2, 2)), "FractionalMaxPool3d": (3, (2, 2, 2)),
    "Bilinear": (3, 4, 5), "Linear": (4, 5), "NonDynamicallyQuantizableLinear": (4, 5), "LazyLinear": (5,),
    "ChannelShuffle": (2,), "PixelShuffle": (2,), "PixelUnshuffle": (2,),
    "ConstantPad1d": (1, 2.0), "ConstantPad2d": (1, 2.0), "ConstantPad3d": (1, 2.0),
    "CrossMapLRN2d": (3,), "LocalResponseNorm": (3,), "LayerNorm": ((4, 5),), "GroupNorm": (2, 4), "RMSNorm": (4,),
    "Embedding": (10, 4, 1), "EmbeddingBag": (10, 4), "Fold": (4, 2), "Unfold": (2,), "Unflatten": (1, (2, 3)),
    "MultiheadAttention": (8, 2), "Transformer": (8, 2, 1, 1, 16), "TransformerEncoderLayer": (8, 2, 16),
    "TransformerDecoderLayer": (8, 2, 16), "RNN": (4, 6), "LSTM": (4, 6), "GRU": (4, 6), "RNNBase": ("LSTM", 4, 6),
    "RNNCell": (4, 6), "LSTMCell": (4, 6), "GRUCell": (4, 6), "RNNCellBase": (4, 6, True, 2),
    "LinearCrossEntropyLoss": (4, 5), "Upsample": (None, 2), "UpsamplingNearest2d": (None, 2),
    "UpsamplingBilinear2d": (None, 2),
}
MORE = {
    "Conv2d": [((4, 6, 3), {"padding": 1, "padding_mode": "reflect", "groups": 2, "bias": False, "dilation": 2}),
               ((4, 6, 3), {"padding": "same"}), ((4, 6, (3, 1)), {"padding": "valid"})],
    "Conv1d": [((4, 6, 3), {"padding": 1, "padding_mode": "circular"})],
    "ConvTranspose2d": [((4, 6, 3), {"stride": 2, "output_padding": 1, "bias": False})],
    "BatchNorm2d": [((4,), {"affine": False}), ((4,), {"track_running_stats": False}), ((4,), {"momentum": None})],
    "InstanceNorm2d": [((4,), {"affine": True, "track_running_stats": True})],
    "MaxPool2d": [((2,), {"return_indices": True, "ceil_mode": True}), (((3, 2), 2, 1), {})],
    "AvgPool2d": [((2,), {"divisor_override": 3})],
    "AdaptiveAvgPool2d": [(((None, 2),), {}), ((1,), {})],
    "LSTM": [((4, 6, 2), {"bidirectional": True, "batch_first": True, "proj_size": 3, "dropout": 0.5})],
    "GRU": [((4, 6, 2), {"bidirectional": True, "bias": False})],
    "RNN": [((4, 6), {"nonlinearity": "relu"})],
    "MultiheadAttention": [((8, 2), {"batch_first": True, "dropout": 0.1}), ((8, 2), {"kdim": 4, "vdim": 6}),
                           ((8, 2), {"add_bias_kv": True, "bias": False, "add_zero_attn": True})],
    "TransformerEncoderLayer": [((8, 2, 16), {"batch_first": True, "norm_first": True, "activation": "gelu"})],
    "TransformerDecoderLayer": [((8, 2, 16), {"norm_first": True})],
    "Transformer": [((8, 2, 1, 1, 16), {"batch_first": True})],
    "Upsample": [(((4, 4),), {"mode": "bilinear", "align_corners": True}), (((None, (2.0, 2.0))), {})],
    "LayerNorm": [((4,), {"elementwise_affine": False})], "GroupNorm": [((2, 4), {"affine": False})],
    "Softmax": [((1,), {})], "LogSoftmax": [((1,), {})], "Softmin": [((1,), {})], "Hardtanh": [((-2.0, 2.0, True), {})],
    "ReLU": [((True,), {})], "SiLU": [((True,), {})], "GELU": [(("tanh",), {})],
    "CrossEntropyLoss": [((), {"weight": torch.ones(3), "label_smoothing": 0.1})], "KLDivLoss": [((), {"reduction": "batchmean"})],
    "BCEWithLogitsLoss": [((), {"pos_weight": torch.ones(3)})], "BCELoss": [((), {"weight": torch.ones(3), "reduction": "sum"})],
    "Embedding": [((10, 4), {"max_norm": 1.0, "scale_grad_by_freq": True})],
    "EmbeddingBag": [((10, 4), {"mode": "sum", "include_last_offset": True, "padding_idx": 2})],
    "Linear": [((4, 5), {"bias": False})], "AdaptiveMaxPool2d": [((3,), {"return_indices": True})],
}
PADS = {"1d": (1,), "2d": (1,), "3d": (1,)}


def usual_arguments(name, real):
    if name in ARGUMENTS:
        return [(ARGUMENTS[name], {})] + MORE.get(name, [])
    if name == "TransformerEncoder" or name == "TransformerDecoder":
        return [((name,), {})]
    if "Pad" in name:
        return [((1,), {})]
    if name.startswith("Lazy"):
        return [((4, 3), {})] if "Conv" in name else [((), {})]
    if "Norm" in name:
        return [((4,), {})] + MORE.get(name, [])
    if "Conv" in name:
        return [((4, 6, 3), {})] + MORE.get(name, [])
    return [((), {})] + MORE.get(name, [])


def construct(space, name, args, kwargs):
    if args == (name,):
        layer = getattr(space, name + "Layer")(8, 2, 16, batch_first=True)
        return getattr(space, name)(layer, 2, space.LayerNorm(8))
    return getattr(space, name)(*args, **kwargs)


def plain(value):
    if isinstance(value, torch.Tensor):
        return ("tensor", tuple(value.shape) if type(value).__name__[:5] != "Unini" else "lazy", str(value.dtype))
    if callable(value) and hasattr(value, "__name__"):
        return value.__name__
    if isinstance(value, (list, tuple)):
        return tuple(plain(v) for v in value), type(value).__name__
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, torch.nn.Module):
        return type(value).__name__
    if isinstance(value, (int, float, str, bool, type(None), set)):
        return value
    return type(value).__name__


def text_of(annotation):
    text = inspect.formatannotation(annotation) if not isinstance(annotation, str) else annotation
    text = text.replace("lensnn.", "torch.nn.").replace("typing.", "").replace("List[", "list[").replace("Tuple[", "tuple[")
    text = re.sub(r"Optional\[(.*)\]", r"Union[\1, None]", text).replace("NoneType", "None")
    return re.sub(r"\bNone \| |ForwardRef|[()']", "", text).replace("Union[", "").replace(" | ", ", ").replace("]", "")


def signature_of(function):
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    parts = []
    for p in signature.parameters.values():
        note = "" if p.annotation is p.empty else ":" + text_of(p.annotation)
        default = "" if p.default is p.empty else f"={plain(p.default)}"
        parts.append(f"{p.name}{note}{default}")
    return ", ".join(parts)


def differences(name, real_space, our_space, args, kwargs, deep):
    out = []
    real = construct(real_space, name, args, kwargs)
    ours = construct(our_space, name, args, kwargs)
    def check(what, a, b):
        if a != b:
            out.append(f"{what}: torch {a!r}, ours {b!r}")
    if not any(torch.nn.parameter.is_lazy(p) for p in real.parameters()):
        check("state", [(k, plain(v)) for k, v in real.state_dict().items()],
              [(k, plain(v)) for k, v in ours.state_dict().items()])
    for r, o, where in zip(real.modules(), ours.modules(), [n for n, _ in real.named_modules()]):
        ignored = {"_flat_weight_refs"}
        rd = {k: plain(v) for k, v in r.__dict__.items() if k not in ignored}
        od = {k: plain(v) for k, v in o.__dict__.items() if k not in ignored}
        check(f"attributes {where}", sorted(rd), sorted(od))
        for key in rd:
            if key in od and "hook" not in key:
                check(f"{where}.{key}", rd[key], od[key])
    check("requires_grad", [p.requires_grad for p in real.parameters()], [p.requires_grad for p in ours.parameters()])
    check("repr", repr(real), repr(ours))
    check("constants", list(getattr(type(real), "__constants__", [])), list(getattr(type(ours), "__constants__", [])))
    if deep:
        check("annotations", {k: text_of(v) for k, v in type(real).__dict__.get("__annotations__", {}).items()},
              {k: text_of(v) for k, v in type(ours).__dict__.get("__annotations__", {}).items()})
        for method in sorted({m for c in type(real).__mro__ if c.__module__.startswith("torch.nn.modules") and c is not torch.nn.Module for m, v in vars(c).items() if inspect.isfunction(v)}):
            if method in ("__repr__",) or hasattr(torch.nn.Module, method) and method not in ("forward", "__init__"):
                continue
            if not hasattr(ours, method):
                out.append(f"no method {method}")
                continue
            if method != "__init__" or True:
                a, b = getattr(type(real), method), getattr(type(ours), method)
                check(f"signature {method}", signature_of(a), signature_of(b))
                check(f"modifier {method}", getattr(a, "_torchscript_modifier", None), getattr(b, "_torchscript_modifier", None))
    for mode in (True, False):
        a, b = graphs_of_module(real.train(mode)), graphs_of_module(ours.train(mode))
        if sorted(a) != sorted(b):
            out.append(f"compiled methods: torch {sorted(a)} {a.get('','')}, ours {sorted(b)} {b.get('','')}")
        out += [f"graph of {k} (train={mode})" for k in a if k in b and not same_but_for_texts(a[k], b[k])]
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--only")
    parser.add_argument("--show")
    parser.add_argument("--deep", action="store_true", help="signatures and annotations too")
    parser.add_argument("--nn")
    options = parser.parse_args()
    our_f, our_m = load_ours()
    import torch.nn.modules as real_m

    wrong = right = 0
    names = [n for n in sorted(vars(torch.nn)) if isinstance(getattr(torch.nn, n), type) and issubclass(getattr(torch.nn, n), torch.nn.Module)]
    for name in names:
        if name in ("Module", "Sequential", "ModuleList", "ModuleDict", "ParameterList", "ParameterDict", "Container", "DataParallel"):
            continue
        if options.only and name != options.only:
            continue
        if not hasattr(our_m, name):
            print(f"{name}: missing")
            wrong += 1
            continue
        for args, kwargs in usual_arguments(name, real_m):
            try:
                found = differences(name, real_m, our_m, args, kwargs, options.deep)
            except Exception as reason:
                found = [f"{type(reason).__name__}: {reason}"]
            label = f"{name}{args}{kwargs or ''}"
            if found:
                wrong += 1
                print(f"{label}")
                for line in found[:12]:
                    print("    " + line[:600])
            else:
                right += 1
            if options.show == name:
                for space in (real_m, our_m):
                    for key, graph in graphs_of_module(construct(space, name, args, kwargs)).items():
                        print(f"--- {space.__name__} {key}\n{graph}")
    for name in sorted(vars(RealF)):
        real = getattr(RealF, name)
        if isinstance(real, types.BuiltinFunctionType) or (callable(real) and not isinstance(real, type) and getattr(real, "__module__", "") == "torch.nn.functional"):
            if options.only and name != options.only:
                continue
            ours = getattr(our_f, name, None)
            if ours is None:
                if name.startswith(("__",)) or getattr(real, "__module__", "") not in ("torch.nn.functional", None, "torch._C._nn"):
                    continue
                print(f"F.{name}: missing")
                wrong += 1
                continue
            if not inspect.isfunction(real):
                continue
            if real is ours:
                continue
            if options.deep and signature_of(real) != signature_of(ours):
                print(f"F.{name}: signature torch ({signature_of(real)}), ours ({signature_of(ours)})")
                wrong += 1
            a, b = graphs_of_function(real), graphs_of_function(ours)
            if not same_but_for_texts(a[""], b[""]):
                print(f"F.{name}: graphs differ" + (f" ({a.get('')[:60]!r} / {b.get('')[:60]!r})" if "rejected" in a[""] + b[""] else ""))
                wrong += 1
            else:
                right += 1
            if options.show == name:
                print(a[""], b[""], sep="\n-----\n")
    print(f"{right} equal, {wrong} different (torch {torch.__version__})")
    return wrong != 0


if __name__ == "__main__":
    sys.exit(main())
