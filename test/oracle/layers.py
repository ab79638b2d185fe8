"""Every public layer of torch.nn, built and called. Runs over real torch and over the stand-in.

LAYERS: `constructor | call; call` a line, with i1 (2, 4, 8), i2 (2, 4, 8, 8), i3 (1, 4, 4, 4, 4), v (2, 4), s (5, 2, 4), n (2, 3 whole numbers)
and c (classes of 2 rows). Parameters and buffers are filled with plain numbers first, so that values can be compared.
"""
LAYERS = """
Identity() | m(v)
Linear(4, 3) | m(v); m(i1.transpose(1, 2)); m(v[0])
Linear(4, 3, bias=False) | m(v)
Linear(4, 3, dtype=torch.float64) | m(v.double())
Bilinear(4, 4, 3) | m(v, v + 1)
LazyLinear(3) | m(v)
Conv1d(4, 6, 3) | m(i1); m(i1[0])
Conv1d(4, 6, 3, stride=2, padding=1, dilation=2, groups=2, bias=False) | m(i1)
Conv1d(4, 4, 3, padding=1, padding_mode='circular') | m(i1)
Conv1d(4, 4, 3, padding='same') | m(i1)
Conv2d(4, 6, 3) | m(i2); m(i2[0])
Conv2d(4, 6, (3, 1), (2, 1), (1, 0)) | m(i2)
Conv2d(4, 4, 3, padding=2, padding_mode='reflect') | m(i2)
Conv2d(4, 4, 3, padding=1, padding_mode='replicate') | m(i2)
Conv2d(4, 8, 3, groups=4, padding='valid') | m(i2)
Conv3d(4, 2, 2) | m(i3)
ConvTranspose1d(4, 6, 3, 2) | m(i1); m(i1, [18])
ConvTranspose2d(4, 6, 3, stride=2, padding=1, output_padding=1, groups=2) | m(i2)
ConvTranspose3d(4, 2, 2) | m(i3)
LazyConv1d(6, 3) | m(i1)
LazyConv2d(6, 3) | m(i2)
LazyConv3d(2, 2) | m(i3)
LazyConvTranspose1d(6, 3) | m(i1)
LazyConvTranspose2d(6, 3) | m(i2)
LazyConvTranspose3d(2, 2) | m(i3)
BatchNorm1d(4) | m(v); m(i1); (m.running_mean, m.running_var, m.num_batches_tracked); m.eval()(v)
BatchNorm1d(4, affine=False, track_running_stats=False) | m(v)
BatchNorm2d(4, momentum=None) | m(i2); m.running_mean; m.eval()(i2)
BatchNorm3d(4) | m(i3); m.eval()(i3)
SyncBatchNorm(4) | m.eval()(i2)
LazyBatchNorm1d() | m(v)
LazyBatchNorm2d() | m(i2)
LazyBatchNorm3d() | m(i3)
InstanceNorm1d(4) | m(i1); m(i1[0])
InstanceNorm2d(4, affine=True, track_running_stats=True) | m(i2); m.running_var; m.eval()(i2)
InstanceNorm3d(4) | m(i3)
LazyInstanceNorm1d() | m(i1)
LazyInstanceNorm2d() | m(i2)
LazyInstanceNorm3d() | m(i3)
LayerNorm(8) | m(i1)
LayerNorm((4, 8), elementwise_affine=False) | m(i1)
GroupNorm(2, 4) | m(i2); m(v)
RMSNorm(8) | m(i1)
LocalResponseNorm(2) | m(i2)
CrossMapLRN2d(3) | m.size; m(i2)
CrossMapLRN2d(2, 0.1, 0.5, 2.0) | m(i2)
CrossMapLRN2d(7) | m(i2)
ReLU() | m(v); m(-v)
ReLU(inplace=True) | m(v.clone())
ReLU6() | m(v * 9)
LeakyReLU(0.2) | m(-v)
PReLU() | m(-v)
PReLU(4, 0.3) | m(-v); m(-i2)
RReLU() | m.eval()(-v)
ELU(0.7) | m(-v)
SELU() | m(-v)
CELU(0.5) | m(-v)
GELU() | m(v)
GELU(approximate='tanh') | m(v)
SiLU() | m(v)
Mish() | m(v)
Sigmoid() | m(v)
Tanh() | m(v)
Softplus(2, 10) | m(v)
Softsign() | m(v)
Softshrink() | m(v)
Hardshrink() | m(v)
Hardsigmoid() | m(v * 5)
Hardswish() | m(v * 5)
Hardtanh(-0.5, 0.5) | m(v)
LogSigmoid() | m(v)
Tanhshrink() | m(v)
Threshold(0.1, 20) | m(v)
GLU() | m(i1)
Softmax(dim=1) | m(v)
Softmin(dim=-1) | m(v)
LogSoftmax(dim=1) | m(v)
Softmax2d() | m(i2)
MaxPool1d(2) | m(i1)
MaxPool1d(3, 2, 1, return_indices=True) | m(i1)
MaxPool2d(2) | m(i2); m(i2[0])
MaxPool2d(3, stride=2, padding=1, ceil_mode=True) | m(i2)
MaxPool2d((2, 3), dilation=2) | m(i2)
MaxPool3d(2) | m(i3)
MaxUnpool1d(2) | m(*nn.MaxPool1d(2, return_indices=True)(i1))
MaxUnpool2d(2) | m(*nn.MaxPool2d(2, return_indices=True)(i2))
MaxUnpool3d(2) | m(*nn.MaxPool3d(2, return_indices=True)(i3))
AvgPool1d(2) | m(i1)
AvgPool2d(3, 2, 1, count_include_pad=False) | m(i2)
AvgPool2d((2, 3), divisor_override=2) | m(i2)
AvgPool3d(2) | m(i3)
LPPool1d(2, 3) | m(i1.abs())
LPPool2d(2, 3, stride=2) | m(i2.abs())
LPPool3d(2, 2) | m(i3.abs())
FractionalMaxPool2d(2, output_size=3) | m(i2).shape
FractionalMaxPool2d(3, output_ratio=(0.5, 0.5)) | m(i2).shape
FractionalMaxPool3d(2, output_size=2) | m(i3).shape
AdaptiveAvgPool1d(3) | m(i1)
AdaptiveAvgPool2d((None, 3)) | m(i2)
AdaptiveAvgPool2d(1) | m(i2); m(i2[0])
AdaptiveAvgPool3d((1, 2, 3)) | m(i3)
AdaptiveMaxPool1d(3) | m(i1)
AdaptiveMaxPool2d(3, return_indices=True) | m(i2)
AdaptiveMaxPool3d(2) | m(i3)
ConstantPad1d(1, 2.5) | m(i1)
ConstantPad2d((1, 0, 2, -1), 2.5) | m(i2)
ConstantPad3d(1, 0.5) | m(i3)
ZeroPad1d((1, 2)) | m(i1)
ZeroPad2d((1, 0, 2, 1)) | m(i2)
ZeroPad3d(1) | m(i3)
ReflectionPad1d(2) | m(i1)
ReflectionPad2d((1, 2, 0, 3)) | m(i2)
ReflectionPad3d(1) | m(i3)
ReplicationPad1d(2) | m(i1)
ReplicationPad2d((1, 2, 0, 3)) | m(i2)
ReplicationPad3d(1) | m(i3)
CircularPad1d((1, 2)) | m(i1)
CircularPad2d((1, 2, 0, 3)) | m(i2)
CircularPad3d(1) | m(i3)
Upsample(scale_factor=2) | m(i2); m(i1); m(i3)
Upsample(size=(4, 6), mode='bilinear', align_corners=True) | m(i2)
Upsample(scale_factor=(2.0, 1.5), mode='bilinear') | m(i2)
Upsample(scale_factor=2, mode='linear') | m(i1)
Upsample(scale_factor=2, mode='bicubic') | m(i2).shape
Upsample(scale_factor=2, mode='trilinear') | m(i3).shape
Upsample(size=5, mode='nearest-exact') | m(i1)
UpsamplingNearest2d(scale_factor=2) | m(i2)
UpsamplingBilinear2d(size=(4, 4)) | m(i2)
PixelShuffle(2) | m(i2)
PixelUnshuffle(2) | m(i2)
ChannelShuffle(2) | m(i2)
Flatten() | m(i2); m(v)
Flatten(0, 1) | m(i2)
Unflatten(1, (2, 2)) | m(v); m(i2)
Fold((4, 5), (2, 2)) | m(torch.arange(48.0).reshape(1, 4, 12))
Fold(4, 2, stride=2) | m(torch.arange(64.0).reshape(1, 16, 4))
Unfold(2) | m(i2)
Unfold((2, 3), dilation=2, padding=1, stride=2) | m(i2)
Dropout(0.3) | m(v).shape; m.eval()(v)
Dropout1d() | m.eval()(i1)
Dropout2d(0.0) | m(i2)
Dropout3d() | m.eval()(i3)
AlphaDropout() | m.eval()(v)
FeatureAlphaDropout() | m.eval()(i2)
Embedding(10, 4) | m(n); m(n[0])
Embedding(10, 4, padding_idx=-1) | m(n); m.padding_idx
EmbeddingBag(10, 4) | m(n)
EmbeddingBag(10, 4, mode='sum', include_last_offset=True) | m(n.reshape(-1), torch.tensor([0, 2, 6]))
EmbeddingBag(10, 4, mode='max', padding_idx=2) | m(n)
RNN(4, 6) | m(s); m(s, torch.zeros(1, 2, 6)); m(s[:, 0])
RNN(4, 6, 2, nonlinearity='relu', bidirectional=True, batch_first=True) | m(s)
LSTM(4, 6) | m(s); m(s[:, 0])
LSTM(4, 6, 2, bidirectional=True, batch_first=True, proj_size=3) | m(s)
GRU(4, 6, 2, bias=False) | m(s)
GRU(4, 6, bidirectional=True) | m(s)
RNNBase('GRU', 4, 6) | m.extra_repr()
RNNCell(4, 6) | m(v); m(v, torch.ones(2, 6))
LSTMCell(4, 6) | m(v); m(v, (torch.ones(2, 6), torch.zeros(2, 6)))
GRUCell(4, 6, bias=False) | m(v); m(v[0])
RNNCellBase(4, 6, True, 2) | m.extra_repr()
MultiheadAttention(4, 2) | m(s, s, s); m(s, s, s, need_weights=False); m(s, s, s, average_attn_weights=False)
MultiheadAttention(4, 2, batch_first=True, bias=False, add_zero_attn=True) | m(s, s, s)
MultiheadAttention(4, 2, kdim=8, vdim=8, add_bias_kv=True) | m(s, torch.ones(3, 2, 8), torch.ones(3, 2, 8))
MultiheadAttention(4, 1) | m(s, s, s, attn_mask=torch.triu(torch.ones(5, 5), 1).bool()); m(s, s, s, key_padding_mask=torch.tensor([[False] * 4 + [True]] * 2))
TransformerEncoderLayer(4, 2, 8, dropout=0.0) | m(s); m.train()(s)
TransformerEncoderLayer(4, 2, 8, batch_first=True, norm_first=True, activation='gelu') | m.eval()(s)
TransformerDecoderLayer(4, 2, 8, dropout=0.0) | m(s, s)
TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 8, dropout=0.0), 2, nn.LayerNorm(4)) | m(s)
TransformerDecoder(nn.TransformerDecoderLayer(4, 2, 8, dropout=0.0), 2) | m(s, s)
Transformer(4, 2, 1, 1, 8, dropout=0.0) | m(s, s); m.generate_square_subsequent_mask(3)
L1Loss() | m(v, v * 2)
L1Loss(reduction='sum') | m(v, v * 2)
MSELoss(reduction='none') | m(v, v * 2)
SmoothL1Loss(beta=0.5) | m(v, v * 2)
HuberLoss(delta=0.3) | m(v, v * 2)
BCELoss() | m(v.sigmoid(), (v > 0).float())
BCEWithLogitsLoss(pos_weight=torch.ones(4) * 2) | m(v, (v > 0).float())
CrossEntropyLoss() | m(v, c)
CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 3.0, 4.0]), label_smoothing=0.1, ignore_index=1) | m(v, c)
CrossEntropyLoss(reduction='none') | m(v, v.softmax(1)); m(i2, torch.zeros(2, 8, 8, dtype=torch.long))
NLLLoss() | m(v.log_softmax(1), c)
NLLLoss2d() | m(i2.log_softmax(1), torch.zeros(2, 8, 8, dtype=torch.long))
KLDivLoss(reduction='batchmean') | m(v.log_softmax(1), v.softmax(1))
KLDivLoss(log_target=True) | m(v.log_softmax(1), v.log_softmax(1) - 0.1)
PoissonNLLLoss() | m(v, v.abs())
GaussianNLLLoss() | m(v, v * 2, torch.ones(2, 4))
HingeEmbeddingLoss() | m(v, torch.tensor([[1.0, -1, 1, -1]] * 2))
CosineEmbeddingLoss(margin=0.1) | m(v, v.flip(0), torch.tensor([1.0, -1]))
MarginRankingLoss(0.2) | m(v[0], v[1], torch.tensor([1.0, -1, 1, 1]))
MultiLabelMarginLoss() | m(v, torch.tensor([[3, 0, -1, 1], [1, -1, 0, 0]]))
MultiLabelSoftMarginLoss() | m(v, (v > 0).float())
MultiMarginLoss() | m(v, c)
SoftMarginLoss() | m(v, torch.tensor([[1.0, -1, 1, -1]] * 2))
TripletMarginLoss() | m(v, v.flip(0), v.flip(1))
TripletMarginWithDistanceLoss(distance_function=nn.PairwiseDistance()) | m(v, v.flip(0), v.flip(1))
CTCLoss() | m(s.log_softmax(2), torch.tensor([[1, 2], [2, 1]]), torch.tensor([5, 5]), torch.tensor([2, 2])).shape
AdaptiveLogSoftmaxWithLoss(4, 10, [3, 6]) | m(v, torch.tensor([1, 7])); m.log_prob(v); m.predict(v)
LinearCrossEntropyLoss(4, 3) | m(v, torch.tensor([1, 2]))
CosineSimilarity(dim=1) | m(v, v.flip(0)); m(i2, i2 + 1)
PairwiseDistance(p=1.0, keepdim=True) | m(v, v.flip(0))
Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 2)) | m(v); m[0](v); m[1:](v[:, :3]); len(m)
ModuleList([nn.Linear(4, 4), nn.ReLU()]) | [l(v) for l in m]; len(m)
ModuleDict({'a': nn.Linear(4, 4), 'b': nn.ReLU()}) | m['a'](v); list(m.keys()); 'b' in m
ParameterList([nn.Parameter(torch.ones(2)), nn.Parameter(torch.zeros(3))]) | [p.shape for p in m]
ParameterDict({'a': nn.Parameter(torch.ones(2))}) | m['a'] + 1; list(m)
Module() | m.training; list(m.children())
DataParallel(nn.Linear(4, 3)) | m(v)
Container() | list(m.children())
utils.weight_norm(nn.Linear(4, 3)) | m(v); m.weight
utils.spectral_norm(nn.Linear(4, 3)) | m(v).shape
utils.remove_weight_norm(nn.utils.weight_norm(nn.Conv2d(4, 2, 3))) | m(i2)
utils.parametrizations.orthogonal(nn.Linear(4, 4)) | m(v).shape
utils.parametrizations.spectral_norm(nn.Linear(4, 3)) | m.eval()(v).shape
utils.fuse_conv_bn_eval(nn.Conv2d(4, 4, 3).eval(), nn.BatchNorm2d(4).eval()) | m(i2)
utils.fusion.fuse_linear_bn_eval(nn.Linear(4, 4).eval(), nn.BatchNorm1d(4).eval()) | m(v)
"""


#: What else a parameter of a constructor may be given, by its name; each is tried by itself on each line above.
OTHERS = """
bias | False, True
stride | 1, 2, None
padding | 0, 1, 2, 'same', 'valid', -1
dilation | 2
groups | 2, 3
padding_mode | 'reflect', 'replicate', 'circular', 'zeros', 'other'
output_padding | 1
dtype | torch.float64, torch.float16, torch.bfloat16
device | 'cpu'
reduction | 'none', 'mean', 'sum', 'other'
size_average | False, True
reduce | False
eps | 0.1
inplace | True
affine | False, True
momentum | None, 0.3
track_running_stats | False, True
p | 1, 2, 0.0, 1.0, 3.5, -1, 2.0
return_indices | True
ceil_mode | True
count_include_pad | False
divisor_override | 3
weight | torch.tensor([1.0, 2.0, 0.5, 1.5]), None
pos_weight | torch.tensor([1.0, 2.0, 0.5, 1.5])
margin | 0.3, 2
dim | 0, 1, -1, None
dropout | 0.0, 0.5, 2
batch_first | True
alpha | 0.5, 2
beta | 0.5, 0
ignore_index | 3, -1
label_smoothing | 0.2, 1.5
dim_feedforward | 6
activation | 'relu', 'gelu', torch.tanh, 'other'
layer_norm_eps | 0.1
norm_first | True
size | 3, (3, 5), None
scale_factor | 3, 1.5, (1.5, 2), None
mode | 'nearest', 'linear', 'bilinear', 'bicubic', 'area', 'trilinear', 'nearest-exact', 'sum', 'max', 'mean'
align_corners | True, False
recompute_scale_factor | True, False
k | 2.0
padding_idx | 0, -2, 40
max_norm | 1.0
norm_type | 1.0
scale_grad_by_freq | True
sparse | True
output_size | 2, (2, 3), None
output_ratio | 0.5, 1.5
full | True
lambd | 0.2
norm | None
swap | True
div_value | 2.0
head_bias | True
blank | 1
zero_infinity | True
start_dim | 0, -2
end_dim | 1, -2
approximate | 'none', 'tanh'
min_val | -2
max_val | 3
delta | 0.5, 0
log_target | True
elementwise_affine | False
negative_slope | 0.3
add_bias_kv | True
add_zero_attn | True
kdim | 4
vdim | 4
num_parameters | 4
init | 0.5
keepdim | True
log_input | False
num_layers | 2, 3, 0
bidirectional | True
proj_size | 2, 9
nonlinearity | 'relu', 'other'
lower | 0.2
upper | 0.4
threshold | 5
enable_nested_tensor | False
mask_check | False
"""


#: Made of other modules, or (unpooling) looking at the indices that it is given: wrong ones crash torch 1.13.
LEFT_OUT = ("Sequential", "TransformerEncoder", "TransformerDecoder", "DataParallel", "TripletMarginWithDistanceLoss")


def variants(nn):
    """Lines like those of LAYERS, with one argument more or another one."""
    import inspect
    others = dict(line.split(" | ") for line in OTHERS.strip().splitlines())
    for line in LAYERS.strip().splitlines():
        constructor, _, calls = line.partition(" | ")
        name, _, inside = constructor.partition("(")
        if not isinstance(getattr(nn, name, None), type) or name in LEFT_OUT or name.startswith("MaxUnpool"):
            continue
        given = inside[:-1]
        known = eval(f"(lambda *a, **k: (len(a), list(k)))({given})", {"torch": __import__("torch"), "nn": nn})
        for at, parameter in enumerate(inspect.signature(getattr(nn, name)).parameters.values()):
            if parameter.name in known[1] or at < known[0] or parameter.name not in others:
                continue
            for value in eval(f"[{', '.join(map(repr, split(others[parameter.name])))}]"):
                yield f"{name}({given}{', ' if given else ''}{parameter.name}={value}) | {calls.split(';')[0]}"


def split(text):
    """At commas outside of brackets."""
    found, depth = [""], 0
    for c in text:
        depth += c in "(["
        depth -= c in ")]"
        if c == "," and depth == 0:
            found.append("")
        else:
            found[-1] += c
    return [f.strip() for f in found]


def layer_names(nn):
    return [name for name in sorted(dir(nn)) if isinstance(getattr(nn, name), type) and issubclass(getattr(nn, name), nn.Module)]


#: Drawn anew by each call while training: only shapes are compared.
RANDOM = ("rop", "RReLU", "Fractional", "Transformer")


def shown(torch, value, depth=0):
    if isinstance(value, torch.Tensor):
        made = [list(value.shape), str(value.dtype)]
        if value.numel() <= 600:
            try:
                made.append(shown(torch, value.detach().reshape(-1).tolist(), depth + 1))
            except RuntimeError as error:
                if type(error).__name__ != "UnknownValue":
                    raise
                made.append("unknown")
        return made
    if isinstance(value, float):
        return str(value) if value != value or abs(value) == float("inf") else float(f"{value:.4e}") if abs(value) > 1e-5 else 0.0
    if isinstance(value, (tuple, list)):
        return [type(value).__name__ if type(value) is tuple or type(value) is list else "named", *[shown(torch, v, depth + 1) for v in value]]
    if isinstance(value, (bool, int, str)) or value is None:
        return value
    return repr(value)


def outline(torch, value):
    """Shapes and dtypes."""
    if isinstance(value, torch.Tensor):
        return [list(value.shape), str(value.dtype)]
    return [outline(torch, v) for v in value] if isinstance(value, (tuple, list)) else type(value).__name__


def attributes(torch, module):
    """What `__dict__` says besides the tables, of the module and of those inside."""
    found = {}
    for name, inner in module.named_modules():
        for key, value in inner.__dict__.items():
            if not key.startswith("_") and not callable(value):
                found[f"{name}.{key}"] = shown(torch, value) if not isinstance(value, torch.Tensor) else list(value.shape)
    return found


def fill(torch, module):
    with torch.no_grad():
        for at, tensor in enumerate([*module.parameters(), *module.buffers()]):
            if "ninitialized" not in type(tensor).__name__ and tensor.is_floating_point():
                count = tensor.numel()
                # positive, so that it can be a variance as well
                tensor.copy_((torch.arange(count, dtype=tensor.dtype) * 7 % 11 / 10 + 0.1 + at / 10).reshape(tensor.shape))


def answers(asked):
    import torch
    from torch import nn
    grow = lambda *shape: (torch.arange(1, 1 + torch.Size(shape).numel(), dtype=torch.float32) * 13 % 29 / 10 - 1.4).reshape(shape)
    for line in asked:
        if line == "@names":
            yield layer_names(nn)
            continue
        if line == "@variants":
            yield list(variants(nn))
            continue
        constructor, _, calls = line.partition(" | ")
        scope = {"torch": torch, "nn": nn, "i1": grow(2, 4, 8), "i2": grow(2, 4, 8, 8), "i3": grow(1, 4, 4, 4, 4), "v": grow(2, 4), "s": grow(5, 2, 4), "n": torch.tensor([[1, 2, 4], [4, 3, 9]]), "c": torch.tensor([1, 3])}
        module = scope["m"] = eval("nn." + constructor, scope)
        result = {"repr": repr(module), "constants": list(getattr(module, "__constants__", ())), "state": [[k, *shown(torch, v)[:2]] for k, v in module.state_dict().items() if "ninitialized" not in type(v).__name__]}
        fill(torch, module)
        if constructor.startswith("Lazy"):
            eval(calls.split(";")[0], scope)
            fill(torch, module)
            result["after"] = [[k, *shown(torch, v)[:2]] for k, v in module.state_dict().items()]
        result["attributes"] = attributes(torch, module)
        result["parameters"] = [[k, p.requires_grad] for k, p in module.named_parameters()]
        for call in calls.split(";"):
            try:
                result[call.strip()] = shown(torch, eval(call.strip(), scope))
            except Exception as error:
                if type(error).__name__ in ("NotBuilt", "UnknownName"):
                    raise
                result[call.strip()] = f"raises {type(error).__name__}"
        first = calls.split(";")[0].strip()
        for mode in ("train", "eval"):
            getattr(module, mode)()
            try:
                value = eval(first, scope)
                result[mode] = shown(torch, value) if mode == "eval" and "Fractional" not in constructor or not any(r in constructor for r in RANDOM) else outline(torch, value)
            except Exception as error:
                if type(error).__name__ in ("NotBuilt", "UnknownName"):
                    raise
                result[mode] = f"raises {type(error).__name__}"
        yield result
