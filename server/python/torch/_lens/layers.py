"""Shapes of layers: convolutions, pools, norms, losses (answers to aten/src/ATen/native/{Convolution,Pool,...}). Values only where they are cheap."""
import math
import sys

from . import core, create, matrix, reduce, shaping  # noqa: F401 (order of definitions)
from .core import LIMIT, broadcast_shapes, new, numel, pair_list, result_dtype, values, wrap_dim
from .elementwise import OPS, _sigmoid, apply, binary, op
from .types import FLOAT, int64


def _like(t, shape, dt=None):
    return new(shape, dt or t._dtype, t._storage.device)


# -- output like the input

def _channels(input, given, what):
    for t in given:
        if t is not None and len(input._shape) > 1 and t._shape[0] != input._shape[1]:
            raise RuntimeError(f"{what}: the input of shape {list(input._shape)} has {input._shape[1]} channels, the layer has {t._shape[0]}")


def _norm_checks(what, input, given, eps):
    """A layer in float32 takes a half-precision input, too; all else has one dtype."""
    if eps is None:
        raise TypeError(f"{what}: eps is a float, not None")
    for t in given:
        if t is not None and t._dtype is not input._dtype and not (input._dtype._name in ("float16", "bfloat16") and t._dtype._name == "float32"):
            raise RuntimeError(f"{what}: the input has dtype {input._dtype}, the layer {t._dtype}")


@op("batch_norm")
def batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled=True):
    _channels(input, (weight, bias, running_mean, running_var), "batch_norm")
    _norm_checks("batch_norm", input, (weight, bias, running_mean, running_var), eps)
    if training and running_mean is not None:
        core.store(running_mean, None)
        core.store(running_var, None)
    return _like(input, input._shape)


@op("instance_norm")
def instance_norm(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, cudnn_enabled=True):
    _channels(input, (weight, bias), "instance_norm")
    _norm_checks("instance_norm", input, (weight, bias, running_mean, running_var), eps)
    if momentum is None and sys.modules["torch"]._lens_version < (2, 0):
        raise TypeError("instance_norm: momentum is a float, not None")
    for statistic in (running_mean, running_var):
        if use_input_stats and statistic is not None:
            core.store(statistic, None)
    return _like(input, input._shape)


def _check_normalized(input, normalized_shape):
    shape = list(normalized_shape)
    if list(input._shape[-len(shape):]) != shape:
        raise RuntimeError(f"the normalized shape {shape} is not the end of the input's shape {list(input._shape)}")


@op("layer_norm")
def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5, cudnn_enable=True):
    _check_normalized(input, normalized_shape)
    _norm_checks("layer_norm", input, (weight, bias), eps)
    dims = list(range(len(input._shape) - len(normalized_shape), len(input._shape)))
    if values(input) is None:
        return _like(input, input._shape)
    mean = reduce.reduce(input, dims, True, lambda v: sum(v) / len(v), input._dtype)
    var = reduce.reduce(input, dims, True, lambda v: reduce._variance(0)(v), input._dtype)
    out = OPS["div"](OPS["sub"](input, mean), OPS["sqrt"](OPS["add"](var, eps)))
    out = out if weight is None else OPS["mul"](out, weight)
    out = out if bias is None else OPS["add"](out, bias)
    return out if out._dtype is input._dtype else out.to(input._dtype)


@op("native_layer_norm")
def native_layer_norm(input, normalized_shape, weight, bias, eps):
    stats = [*input._shape[:-len(normalized_shape)], *[1] * len(normalized_shape)]
    return layer_norm(input, normalized_shape, weight, bias, eps), _like(input, stats), _like(input, stats)


@op("rms_norm")
def rms_norm(input, normalized_shape, weight=None, eps=None):
    _check_normalized(input, normalized_shape)
    promotes = weight is not None and sys.modules["torch"]._lens_version < (2, 14)
    return _like(input, input._shape, result_dtype(input, weight) if promotes else None)


@op("group_norm")
def group_norm(input, num_groups, weight=None, bias=None, eps=1e-5, cudnn_enabled=True):
    _channels(input, (weight, bias), "group_norm")
    _norm_checks("group_norm", input, (weight, bias), eps)
    if input._shape[1] % num_groups:
        raise RuntimeError(f"group_norm: {input._shape[1]} channels cannot be split into {num_groups} groups")
    return _like(input, input._shape)


def _drop(name):
    def run(input, p, train):
        if not 0 <= p <= 1:
            raise RuntimeError(f"the probability of {name} lies between 0 and 1, not {p}")
        return input if not train or p == 0 else _like(input, input._shape)
    op(name, inplace=True)(run)


for _name in ("dropout", "alpha_dropout", "feature_dropout", "feature_alpha_dropout"):
    _drop(_name)
op("native_dropout")(lambda input, p, train: (_like(input, input._shape), _like(input, input._shape, core.bool_)))
op("_softmax")(lambda input, dim, half_to_float: OPS["softmax"](input, dim))
op("_log_softmax")(lambda input, dim, half_to_float: OPS["log_softmax"](input, dim))
op("fake_quantize_per_tensor_affine")(lambda input, *a, **k: _like(input, input._shape))
op("fake_quantize_per_channel_affine", "rrelu_with_noise", "embedding_renorm")(lambda input, *a, **k: _like(input, input._shape))
create.DIRECT["embedding_renorm_"] = lambda self, indices, max_norm, norm_type: core.store(self, None)


# -- convolutions

def _conv_checks(name, input, weight, bias, dims, channels, expected, out):
    if len(weight._shape) != dims + 2:
        raise RuntimeError(f"{name} takes a weight of {dims + 2} dimensions, not {list(weight._shape)}")
    if channels != expected:
        raise RuntimeError(f"{name}: the weight of shape {list(weight._shape)} expects {expected} input channels, the input of shape {list(input._shape)} has {channels}")
    if bias is not None and tuple(bias._shape) != (out,):
        raise RuntimeError(f"{name}: the bias has shape {list(bias._shape)}, not [{out}]")


def _same_dtype(name, input, weight):
    if input._dtype is not weight._dtype:
        raise RuntimeError(f"{name}: the input has dtype {input._dtype}, the weight {weight._dtype}")


def _no_negative(name, padding, dims):
    if any(p < 0 for p in pair_list(padding, dims)):
        raise RuntimeError(f"{name}: negative padding is not supported")


def _spatial(name, input, dims):
    if len(input._shape) not in (dims + 1, dims + 2):
        raise RuntimeError(f"{name} takes {dims + 1} (without batch) or {dims + 2} dimensions, not {list(input._shape)}")
    return input._shape[:len(input._shape) - dims - 1], input._shape[-dims - 1], input._shape[-dims:]


def _conv(dims):
    name = f"conv{dims}d"

    @op(name)
    def run(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
        batch, channels, size = _spatial(name, input, dims)
        _conv_checks(name, input, weight, bias, dims, channels, weight._shape[1] * groups, weight._shape[0])
        kernel, stride, dilation = weight._shape[2:], pair_list(stride, dims), pair_list(dilation, dims)
        if padding == "same":
            if any(s != 1 for s in stride):
                raise RuntimeError("padding='same' needs a stride of 1")
            out = list(size)
        else:
            pads = [0] * dims if padding == "valid" else pair_list(padding, dims)
            _no_negative(name, pads, dims)
            for n, k, p, d in zip(size, kernel, pads, dilation):
                if n + 2 * p < d * (k - 1) + 1:
                    raise RuntimeError(f"{name}: the kernel {list(kernel)} is larger than the padded input {[a + 2 * b for a, b in zip(size, pads)]}")
            out = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in zip(size, kernel, stride, pads, dilation)]
        _same_dtype(name, input, weight)
        return _like(input, (*batch, weight._shape[0], *out))

    @op(f"conv_transpose{dims}d")
    def transposed(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
        what = f"conv_transpose{dims}d"
        batch, channels, size = _spatial(what, input, dims)
        _conv_checks(what, input, weight, bias, dims, channels, weight._shape[0], weight._shape[1] * groups)
        _same_dtype(what, input, weight)
        _no_negative(what, padding, dims)
        for e, s, d in zip(*(pair_list(v, dims) for v in (output_padding, stride, dilation))):
            if e and e >= max(s, d):
                raise RuntimeError(f"{what}: the output padding {e} is not smaller than stride {s} or dilation {d}")
        rows = zip(size, weight._shape[2:], *(pair_list(v, dims) for v in (stride, padding, output_padding, dilation)))
        return _like(input, (*batch, weight._shape[1] * groups, *((n - 1) * s - 2 * p + d * (k - 1) + e + 1 for n, k, s, p, e, d in rows)))


for _n in (1, 2, 3):
    _conv(_n)


@op("convolution", "_convolution")
def convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups, *rest):
    dims = len(weight._shape) - 2
    if transposed:
        return OPS[f"conv_transpose{dims}d"](input, weight, bias, stride, padding, output_padding, groups, dilation)
    return OPS[f"conv{dims}d"](input, weight, bias, stride, padding, dilation, groups)


op("conv_tbc")(lambda input, weight, bias, pad=0: _like(input, (input._shape[0] + 2 * pad - weight._shape[0] + 1, input._shape[1], weight._shape[2])))


# -- pools

def _pooled(n, k, s, p, d, ceil):
    out = (n + 2 * p - d * (k - 1) - 1 + (s - 1 if ceil else 0)) // s + 1
    if ceil and (out - 1) * s >= n + p:
        out -= 1
    return out


def _pool_shape(name, input, dims, kernel_size, stride, padding, dilation, ceil_mode):
    batch, channels, size = _spatial(name, input, dims)
    kernel = pair_list(kernel_size, dims)
    steps = pair_list(stride, dims) if stride is not None and stride != [] and stride != () else kernel
    pads, dil = pair_list(padding, dims), pair_list(dilation, dims)
    _no_negative(name, pads, dims)
    if any(2 * p > k for p, k in zip(pads, kernel)):
        raise RuntimeError(f"{name}: the padding {pads} is more than half of the kernel {kernel}")
    out = [_pooled(*row, ceil_mode) for row in zip(size, kernel, steps, pads, dil)]
    if any(n <= 0 for n in out):
        raise RuntimeError(f"{name}: an input of shape {list(input._shape)} is too small for kernel {kernel}")
    return (*batch, channels, *out), kernel, steps, pads, dil


def _max_values(input, shape, dims, kernel, steps, pads, dil):
    """(values, indices) of a small max pool."""
    flat = values(input)
    work = numel(shape) * numel(kernel)
    if flat is None or work > matrix.WORK:
        return None, None
    size, out = input._shape[-dims:], shape[-dims:]
    inner, got, at = numel(size), [], []
    strides = core.contiguous_strides(size)
    window = [[]]
    for k in kernel:
        window = [w + [i] for w in window for i in range(k)]
    for plane in range(numel(input._shape[:-dims])):
        cells = [[]]
        for n in out:
            cells = [c + [i] for c in cells for i in range(n)]
        for cell in cells:
            best, where = None, 0
            for w in window:
                place = [c * s - p + i * d for c, s, p, i, d in zip(cell, steps, pads, w, dil)]
                if all(0 <= x < n for x, n in zip(place, size)):
                    flat_at = sum(x * s for x, s in zip(place, strides))
                    v = flat[plane * inner + flat_at]
                    if best is None or v > best or v != v:
                        best, where = v, flat_at
            got.append(best)
            at.append(where)
    return got, at


def _pool(dims):
    @op(f"max_pool{dims}d_with_indices")
    def with_indices(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
        shape, *more = _pool_shape(f"max_pool{dims}d", input, dims, kernel_size, stride, padding, dilation, ceil_mode)
        got, at = _max_values(input, shape, dims, *more)
        dev = input._storage.device
        return new(shape, input._dtype, dev, got), new(shape, int64, dev, at)

    op(f"max_pool{dims}d")(lambda *a, **k: with_indices(*a, **k)[0])

    @op(f"avg_pool{dims}d")
    def average(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None):
        shape, *_ = _pool_shape(f"avg_pool{dims}d", input, dims, kernel_size, stride, padding, 1, ceil_mode)
        return _like(input, shape)

    def adaptive(input, output_size):
        batch, channels, size = _spatial(f"adaptive_pool{dims}d", input, dims)
        given = list(output_size) if isinstance(output_size, (list, tuple)) else [output_size] * dims
        return (*batch, channels, *(n if o is None else core.as_int(o) for o, n in zip(given, size)))

    @op(f"adaptive_avg_pool{dims}d")
    def adaptive_average(input, output_size):
        shape = adaptive(input, output_size)
        if all(n == 1 for n in shape[-dims:]):
            return reduce.reduce(input, list(range(-dims, 0)), True, lambda v: math.fsum(v) / len(v), input._dtype)
        return _like(input, shape)

    @op(f"adaptive_max_pool{dims}d")
    def adaptive_max(input, output_size):
        shape = adaptive(input, output_size)
        return _like(input, shape), _like(input, shape, int64)

    @op(f"max_unpool{dims}d")
    def unpool(input, indices, output_size, *rest):
        return _like(input, (*input._shape[:-dims], *list(output_size)[-dims:]))

    @op(f"fractional_max_pool{dims}d")
    def fractional(input, kernel_size, output_size, random_samples):
        shape = (*input._shape[:-dims], *pair_list(output_size, dims))
        return _like(input, shape), _like(input, shape, int64)


for _n in (1, 2, 3):
    _pool(_n)


# -- recurrent layers

def _recurrent(name, cell):
    def run(*args):
        if isinstance(args[3], (tuple, list)):
            # packed: data, batch_sizes, hx, params, bias, layers, dropout, train, bidirectional
            data, sizes, hx, params, bias, layers, dropout, train, two = args[:9]
            lead = (data._shape[0],)
        else:
            data, hx, params, bias, layers, dropout, train, two = args[:8]
            lead = data._shape[:2]
        states = list(hx) if isinstance(hx, (tuple, list)) else [hx]
        hidden = states[0]._shape[-1]
        out = _like(data, (*lead, hidden * (2 if two else 1)))
        return (out, *(_like(s, s._shape) for s in states))
    op(name)(run)

    def one(input, hx, *params):
        _same_dtype(cell, input, params[0])
        states = list(hx) if isinstance(hx, (tuple, list)) else [hx]
        made = tuple(_like(s, s._shape) for s in states)
        return made if name == "lstm" else made[0]
    op(cell)(one)


for _name, _cell in (("lstm", "lstm_cell"), ("gru", "gru_cell"), ("rnn_tanh", "rnn_tanh_cell"), ("rnn_relu", "rnn_relu_cell")):
    _recurrent(_name, _cell)


@op("_pack_padded_sequence")
def pack_padded_sequence(input, lengths, batch_first):
    steps = core.need(lengths, "packing a sequence")
    batch, longest = (input._shape if batch_first else (input._shape[1], input._shape[0]))[:2]
    if len(steps) != batch:
        raise RuntimeError(f"packing a sequence: {len(steps)} lengths for a batch of {batch}")
    if min(steps) <= 0:
        raise RuntimeError("packing a sequence: each length has to be greater than 0")
    if list(steps) != sorted(steps, reverse=True):
        raise RuntimeError("packing a sequence: the lengths have to be in decreasing order, or enforce_sorted=False")
    if steps[0] > longest:
        raise RuntimeError(f"packing a sequence: length {steps[0]} is more than the {longest} steps of the input")
    rows = [sum(1 for n in steps if n > i) for i in range(max(steps))]
    return _joined(input, [(i, n) for n, row in enumerate(rows) for i in range(row)], batch_first), new((len(rows),), int64, values=rows)


def _joined(input, places, batch_first):
    """The steps at (sequence, time) in a row."""
    at = [i * input._shape[1] + t if batch_first else t * input._shape[1] + i for i, t in places]
    flat = values(input)
    k = numel(input._shape[2:])
    shape = (len(places), *input._shape[2:])
    if flat is None or numel(shape) > LIMIT:
        return _like(input, shape)
    return new(shape, input._dtype, input._storage.device, [v for p in at for v in flat[p * k:(p + 1) * k]], exact=True)


@op("_pad_packed_sequence")
def pad_packed_sequence(data, batch_sizes, batch_first, padding_value, total_length):
    rows = core.need(batch_sizes, "padding a sequence")
    n, t = rows[0], max(len(rows), total_length)
    shape = (t, n, *data._shape[1:])
    flat, k = values(data), numel(data._shape[1:])
    made = _like(data, shape)
    if flat is not None and numel(shape) <= LIMIT:
        filled = [padding_value] * numel(shape)
        begin = 0
        for step, row in enumerate(rows):
            filled[step * n * k:(step * n + row) * k] = flat[begin:begin + row * k]
            begin += row * k
        made = new(shape, data._dtype, data._storage.device, filled)
    return OPS["transpose"](made, 0, 1) if batch_first else made, new((n,), int64, values=[sum(1 for r in rows if r > i) for i in range(n)])


@op("pad_sequence")
def pad_sequence(sequences, batch_first=False, padding_value=0.0, padding_side="right"):
    if not len(sequences):
        raise RuntimeError("received an empty list of sequences")
    longest = max(s._shape[0] for s in sequences)
    lead = (len(sequences), longest) if batch_first else (longest, len(sequences))
    made = core.filled((*lead, *sequences[0]._shape[1:]), padding_value, sequences[0]._dtype)
    for i, s in enumerate(sequences):
        start = longest - s._shape[0] if padding_side == "left" else 0
        found = values(s)
        core.store(shaping.narrow(shaping.select(made, 0 if batch_first else 1, i), 0, start, s._shape[0]), None if found is None else list(found))
    return made


# -- attention

@op("scaled_dot_product_attention")
def scaled_dot_product_attention(query, key, value, attn_mask=None, dropout_p=0.0, is_causal=False, *, scale=None, enable_gqa=False):
    if query._shape[-1] != key._shape[-1]:
        raise RuntimeError(f"attention: query {list(query._shape)} and key {list(key._shape)} differ in their last dimension")
    return _like(query, (*query._shape[:-1], value._shape[-1]))


op("_scaled_dot_product_attention")(lambda q, k, v, attn_mask=None, dropout_p=0.0, need_attn_weights=False, is_causal=False: (_like(q, (*q._shape[:-1], v._shape[-1])), _like(q, (*q._shape[:-1], k._shape[-2]))))
op("_native_multi_head_attention")(lambda query, key, value, *a, **k: (_like(query, query._shape), None))


# -- embeddings and the like

@op("embedding")
def embedding(weight, indices, padding_idx=-1, scale_grad_by_freq=False, sparse=False):
    if indices._dtype not in (int64, core.DTYPES["int32"]):
        raise RuntimeError(f"embedding: the indices must be int64 or int32, not {indices._dtype}")
    rows, at = values(weight), values(indices)
    shape = (*indices._shape, *weight._shape[1:])
    if rows is None or at is None or numel(shape) > LIMIT:
        return _like(weight, shape)
    k = numel(weight._shape[1:])
    for i in at:
        if not 0 <= i < weight._shape[0]:
            raise IndexError(f"embedding: index {i} is outside of {weight._shape[0]} rows")
    return new(shape, weight._dtype, weight._storage.device, [v for i in at for v in rows[i * k:(i + 1) * k]], exact=True)


@op("embedding_bag", "_embedding_bag")
def embedding_bag(weight, indices, offsets=None, *rest, **kwargs):
    n = offsets._shape[0] if offsets is not None else indices._shape[0]
    if offsets is not None and (kwargs.get("include_last_offset") or len(rest) > 4 and rest[4]):
        n -= 1
    return _like(weight, (n, weight._shape[1])), _like(weight, (0,), int64), _like(weight, (n,), int64), _like(weight, (n,), int64)


@op("one_hot")
def one_hot(tensor, num_classes=-1):
    if tensor._dtype is not int64:
        raise RuntimeError("one_hot is only applicable to index tensors of dtype int64")
    if num_classes < 0:
        num_classes = max(core.need(tensor, "one_hot without num_classes")) + 1
    at = values(tensor)
    shape = (*tensor._shape, num_classes)
    return new(shape, int64, tensor._storage.device, None if at is None or numel(shape) > LIMIT else [int(i == j) for i in at for j in range(num_classes)])


def _cosine_similarity(x1, x2, dim=1, eps=1e-8):
    shape = broadcast_shapes(x1._shape, x2._shape)
    x1, x2 = x1.expand(shape), x2.expand(shape)
    return OPS["div"](OPS["sum"](OPS["mul"](x1, x2), dim), OPS["mul"](OPS["clamp"](reduce.norm(x1, 2, dim), eps), OPS["clamp"](reduce.norm(x2, 2, dim), eps)))


op("cosine_similarity")(_cosine_similarity)
op("pairwise_distance")(lambda x1, x2, p=2.0, eps=1e-6, keepdim=False: reduce.norm(OPS["add"](OPS["sub"](x1, x2), eps), p, -1, keepdim))
op("grid_sampler", "grid_sampler_2d", "grid_sampler_3d")(lambda input, grid, *a, **k: _like(input, (*input._shape[:2], *grid._shape[1:-1])))
op("affine_grid_generator")(lambda theta, size, align_corners: _like(theta, (size[0], *list(size)[2:], len(size) - 2)))


def _blocks(size, kernel, dilation, padding, stride):
    return [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, d, p, s in zip(size, kernel, dilation, padding, stride)]


@op("im2col")
def im2col(input, kernel_size, dilation, padding, stride):
    kernel, dilation, padding, stride = (pair_list(v, 2) for v in (kernel_size, dilation, padding, stride))
    _no_negative("unfold", padding, 2)
    *batch, channels, h, w = input._shape
    return _like(input, (*batch, channels * numel(kernel), numel(_blocks((h, w), kernel, dilation, padding, stride))))


@op("col2im")
def col2im(input, output_size, kernel_size, dilation, padding, stride):
    kernel = pair_list(kernel_size, 2)
    _no_negative("fold", padding, 2)
    blocks = numel(_blocks(pair_list(output_size, 2), kernel, pair_list(dilation, 2), pair_list(padding, 2), pair_list(stride, 2)))
    if input._shape[-1] != blocks:
        raise RuntimeError(f"fold: {list(input._shape)} has {input._shape[-1]} blocks, an output of size {output_size} is made of {blocks}")
    return _like(input, (*input._shape[:-2], input._shape[-2] // numel(kernel), *pair_list(output_size, 2)))


# -- padding and resizing

def _pad_index(n, before, after, mode):
    """Where each padded place comes from; None is the fill."""
    out = []
    for i in range(-before, n + after):
        if 0 <= i < n:
            out.append(i)
        elif mode == "constant":
            out.append(None)
        elif mode == "replicate":
            out.append(min(max(i, 0), n - 1))
        elif mode == "circular":
            out.append(i % n)
        else:
            i = -i if i < 0 else i
            out.append(2 * (n - 1) - i if i >= n else i)
    return out


@op("pad", "constant_pad_nd")
def pad(input, pad, mode="constant", value=None):
    if isinstance(mode, (int, float)):
        mode, value = "constant", mode
    if mode not in ("constant", "reflect", "replicate", "circular"):
        raise NotImplementedError(f"pad: there is no mode {mode}")
    amounts = [core.as_int(p) for p in pad]
    if len(amounts) % 2 or len(amounts) > 2 * len(input._shape):
        raise RuntimeError(f"pad: {amounts} does not fit a tensor of {len(input._shape)} dimensions")
    shape = list(input._shape)
    for i in range(len(amounts) // 2):
        a, b, d = amounts[2 * i], amounts[2 * i + 1], len(shape) - 1 - i
        n = shape[d]
        if mode == "reflect" and (a >= n or b >= n) or mode == "circular" and (a > n or b > n):
            raise RuntimeError(f"pad: {mode} by {a} and {b} needs a dimension larger than {n}")
        shape[d] = n + a + b
        if shape[d] < 0:
            raise RuntimeError(f"pad: dimension {d} would be {shape[d]}")
    out = input
    if values(input) is None or numel(shape) > LIMIT:
        return _like(input, shape)
    for i in range(len(amounts) // 2):
        d = len(shape) - 1 - i
        index = _pad_index(out._shape[d], amounts[2 * i], amounts[2 * i + 1], mode)
        made = shaping.take_indices(out, d, [j or 0 for j in index]) if out._shape[d] else core.filled([len(index) if k == d else n for k, n in enumerate(out._shape)], 0, out._dtype)
        for k, j in enumerate(index):
            if j is None:
                create.fill_(shaping.select(made, d, k), value or 0)
        out = made
    return out if out is not input else shaping.copy_of(input)


for _n in (1, 2, 3):
    for _mode in ("reflection", "replication"):
        op(f"{_mode}_pad{_n}d")(lambda input, padding, _mode=_mode: pad(input, padding, {"reflection": "reflect", "replication": "replicate"}[_mode]))


def _resized(input, output_size, scales, dims):
    size = input._shape[-dims:]
    if output_size is not None:
        return [core.as_int(n) for n in (output_size if isinstance(output_size, (list, tuple)) else [output_size] * dims)]
    scales = list(scales) if isinstance(scales, (list, tuple)) else [scales] * dims
    return [int(math.floor(float(n) * s)) for n, s in zip(size, scales)]


def _upsample(name, dims, corners):
    def run(input, output_size=None, *rest, **kwargs):
        scales = kwargs.get("scale_factors")
        for r in rest:
            if isinstance(r, (list, tuple)):
                scales = r
        if output_size is None and scales is None:
            raise RuntimeError(f"{name} needs a size or scale factors")
        size = _resized(input, output_size, scales, dims)
        if any(n <= 0 for n in size):
            raise RuntimeError(f"{name}: the output size {size} is not positive")
        shape = (*input._shape[:-dims], *size)
        if corners or values(input) is None or numel(shape) > LIMIT or "exact" in name:
            return _like(input, shape)
        out = input
        for i, n in enumerate(size):
            d = len(shape) - dims + i
            have = out._shape[d]
            by = 1 / scales[i] if output_size is None and scales else have / n
            out = shaping.take_indices(out, d, [min(int(k * by), have - 1) for k in range(n)])
        return out
    op(name)(run)


for _n, _kinds in ((1, ("nearest", "linear")), (2, ("nearest", "bilinear", "bicubic")), (3, ("nearest", "trilinear"))):
    for _kind in _kinds:
        _upsample(f"upsample_{_kind}{_n}d", _n, _kind != "nearest")
for _name, _n in (("_upsample_nearest_exact1d", 1), ("_upsample_nearest_exact2d", 2), ("_upsample_nearest_exact3d", 3), ("_upsample_bilinear2d_aa", 2), ("_upsample_bicubic2d_aa", 2), ("_upsample_lanczos2d_aa", 2)):
    _upsample(_name, _n, "nearest" not in _name)


# -- losses

def _reduced(t, reduction):
    if reduction in (0, "none"):
        return t
    return OPS["mean" if reduction in (1, "mean") else "sum"](t)


def _loss(name, f):
    def run(input, target, *rest, **kwargs):
        given = dict(kwargs)
        weight = given.pop("weight", None)
        rest = list(rest)
        if rest and (rest[0] is None or isinstance(rest[0], core.Tensor)):
            weight = rest.pop(0)
        if "reduction" in given:
            reduction = given.pop("reduction")
        else:
            reduction = rest.pop(0) if rest else 1
        made = binary(input, target, lambda x, y: f(x, y, *rest, **given), result_dtype(input, target))
        return _reduced(made if weight is None else OPS["mul"](made, weight), reduction)
    op(name)(run)


def _log(x):
    return max(math.log(x), -100.0) if x > 0 else -100.0


def _smooth(x, y, beta=1.0):
    d = abs(x - y)
    return d if beta == 0 else 0.5 * d * d / beta if d < beta else d - 0.5 * beta


_loss("mse_loss", lambda x, y: (x - y) ** 2)
_loss("l1_loss", lambda x, y: abs(x - y))
_loss("smooth_l1_loss", _smooth)
_loss("huber_loss", lambda x, y, delta=1.0: 0.5 * (x - y) ** 2 if abs(x - y) <= delta else delta * (abs(x - y) - 0.5 * delta))
_loss("binary_cross_entropy", lambda x, y: -(y * _log(x) + (1 - y) * _log(1 - x)))
_loss("soft_margin_loss", lambda x, y: math.log1p(math.exp(-x * y)))


@op("poisson_nll_loss")
def poisson_nll_loss(input, target, log_input, full, eps, reduction):
    def loss(x, y):
        made = math.exp(x) - y * x if log_input else x - y * math.log(x + eps) if x + eps > 0 else math.nan
        return made + (y * math.log(y) - y + 0.5 * math.log(2 * math.pi * y) if full and y > 1 else 0.0)
    return _reduced(binary(input, target, loss, result_dtype(input, target)), reduction)


@op("hinge_embedding_loss")
def hinge_embedding_loss(input, target, margin=1.0, reduction=1):
    loss = lambda x, y: (0.0 if y == 1 else max(0.0, margin - x)) + (0.0 if y == -1 else x)
    return _reduced(binary(input, target, loss, result_dtype(input, target)), reduction)


@op("kl_div")
def kl_div(input, target, reduction=1, *, log_target=False):
    f = (lambda x, y: math.exp(y) * (y - x)) if log_target else (lambda x, y: y * (math.log(y) - x) if y > 0 else 0.0 if y == 0 else math.nan)
    return _reduced(binary(input, target, f, result_dtype(input, target)), reduction)


@op("binary_cross_entropy_with_logits")
def bce_with_logits(input, target, weight=None, pos_weight=None, reduction=1):
    made = binary(input, target, lambda x, y: (1 - y) * x + math.log1p(math.exp(-abs(x))) + max(-x, 0), input._dtype)
    if pos_weight is not None:
        made = _like(input, broadcast_shapes(made._shape, pos_weight._shape))
    return _reduced(made if weight is None else OPS["mul"](made, weight), reduction)


@op("nll_loss", "nll_loss_nd", "nll_loss2d")
def nll_loss(input, target, weight=None, reduction=1, ignore_index=-100):
    if len(input._shape) > 1 and target._shape and input._shape[0] != target._shape[0]:
        raise ValueError(f"a loss of {input._shape[0]} rows needs as many targets, not {target._shape[0]}")
    if reduction == 0:
        return _like(input, target._shape)
    rows, at = values(input), values(target)
    if rows is None or at is None or weight is not None or len(input._shape) != 2:
        return _like(input, ())
    k = input._shape[1]
    picked = [-rows[i * k + c] for i, c in enumerate(at) if c != ignore_index]
    return new((), input._dtype, input._storage.device, [sum(picked) / (len(picked) or math.nan) if reduction == 1 else sum(picked)])


@op("cross_entropy_loss")
def cross_entropy_loss(input, target, weight=None, reduction=1, ignore_index=-100, label_smoothing=0.0):
    classes = 0 if len(input._shape) == 1 else 1
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"label smoothing lies between 0 and 1, not {label_smoothing}")
    if target._dtype._category >= FLOAT and ignore_index >= 0:
        raise RuntimeError("there is no class to ignore where targets are probabilities")
    if target._dtype._category >= FLOAT or label_smoothing:
        return _like(input, [n for i, n in enumerate(input._shape) if i != classes] if reduction == 0 else ())
    return nll_loss(OPS["log_softmax"](input, classes), target, weight, reduction, ignore_index)


def _only_shape(name, pick):
    def run(input, *args, **kwargs):
        reduction = kwargs.get("reduction", next((a for a in reversed(args) if type(a) is int), 1))
        return _like(input, pick(input, *args) if reduction == 0 else ())
    op(name)(run)


_only_shape("ctc_loss", lambda input, *a: input._shape[1:2])
for _name in ("multilabel_margin_loss", "multi_margin_loss", "cosine_embedding_loss", "triplet_margin_loss"):
    _only_shape(_name, lambda input, *a: input._shape[:1])
_only_shape("margin_ranking_loss", lambda a, b, *r: broadcast_shapes(a._shape, b._shape))


# -- quantization: dtypes and shapes only

op("quantize_per_tensor", "quantize_per_channel")(lambda input, *args, dtype=None, **k: _like(input, input._shape, dtype or next(a for a in reversed(args) if isinstance(a, core.dtype))))
op("choose_qparams_optimized")(lambda *a: (_like(a[0], ()), _like(a[0], ())))

op("histc")(lambda input, bins=100, min=0, max=0: _like(input, (bins,)))
op("isin")(lambda elements, test_elements, *, assume_unique=False, invert=False: _isin(elements, test_elements, invert))


def _isin(elements, test, invert):
    pool = set(core.need(test, "torch.isin")) if isinstance(test, core.Tensor) else {test}
    if not isinstance(elements, core.Tensor):
        return new((), core.bool_, values=[(elements in pool) != invert])
    return apply(elements, lambda v: (v in pool) != invert, core.bool_)


@op("trapezoid", "trapz")
def trapezoid(y, x=None, *, dx=1, dim=-1):
    d = wrap_dim(dim, len(y._shape))
    n = y._shape[d]
    mid = OPS["div"](OPS["add"](shaping.narrow(y, d, 1, n - 1), shaping.narrow(y, d, 0, n - 1)), 2)
    return OPS["sum"](OPS["mul"](mid, OPS["diff"](x) if x is not None else dx), d)


@op("atleast_1d")
def atleast_1d(tensors):
    return tuple(shaping.at_least(t, 1) for t in tensors) if isinstance(tensors, (tuple, list)) else shaping.at_least(tensors, 1)


@op("atleast_2d")
def atleast_2d(tensors):
    return tuple(shaping.at_least(t, 2) for t in tensors) if isinstance(tensors, (tuple, list)) else shaping.at_least(tensors, 2)


def _three(t):
    n = len(t._shape)
    return shaping.reshape(t, (1, 1, 1)) if n == 0 else shaping.reshape(t, (1, t._shape[0], 1)) if n == 1 else shaping.unsqueeze(t, -1) if n == 2 else t


@op("atleast_3d")
def atleast_3d(tensors):
    return tuple(_three(t) for t in tensors) if isinstance(tensors, (tuple, list)) else _three(tensors)


@op("_unique2")
def _unique2(input, sorted=True, return_inverse=False, return_counts=False):
    return shaping.unique(input)


op("unique_dim")(lambda input, dim, sorted=True, return_inverse=False, return_counts=False: shaping.unique(input, return_inverse=return_inverse, return_counts=return_counts, dim=dim))
op("unique_consecutive")(lambda input, return_inverse=False, return_counts=False, dim=None: shaping.unique(input, dim=dim, consecutive=True))
op("batch_norm_stats")(lambda input, eps: (_like(input, (input._shape[1],)), _like(input, (input._shape[1],))))
