"""Shapes of layers: convolutions, pools, norms, linear algebra. Values only where they are cheap."""
import math

from . import core, shaping
from .core import broadcast_shapes, new, numel, pair_list, values, wrap_dim
from .elementwise import INPLACE, OPS, op
from .types import int64


def _like(t, shape, dt=None):
    return new(shape, dt or t._dtype, t._storage.device)


def same(*names):
    """Output like the first input."""
    for name in names:
        if name not in OPS:
            op(name)(lambda input, *args, **kwargs: _like(input, input._shape))


same("batch_norm", "layer_norm", "group_norm", "instance_norm", "dropout", "alpha_dropout", "feature_dropout", "feature_alpha_dropout", "rms_norm", "local_response_norm",
     "native_dropout", "softmin", "gumbel_softmax", "_softmax", "cumsum", "cumprod", "normalize", "rrelu_with_noise", "fake_quantize_per_tensor_affine", "fake_quantize_per_channel_affine")


def _conv(dims, transposed=False):
    def run(input, weight, bias=None, stride=1, padding=0, *rest, **kwargs):
        if transposed:
            names = ("output_padding", "groups", "dilation")
        else:
            names = ("dilation", "groups")
        given = dict(zip(names, rest), **kwargs)
        stride = pair_list(stride, dims)
        dilation = pair_list(given.get("dilation", 1), dims)
        groups = given.get("groups", 1)
        batch = len(input._shape) == dims + 2
        if len(input._shape) not in (dims + 1, dims + 2):
            raise RuntimeError(f"a {dims}-dimensional convolution takes {dims + 1} or {dims + 2} dimensions, not {len(input._shape)}")
        spatial = input._shape[-dims:]
        channels = input._shape[-dims - 1]
        kernel = weight._shape[2:]
        expected = weight._shape[0] if transposed else weight._shape[1] * groups
        if channels != expected:
            raise RuntimeError(f"the convolution expects {expected} input channels, and its input of shape {list(input._shape)} has {channels}")
        if isinstance(padding, str):
            size = [math.ceil(n / s) if padding == "same" else (n - d * (k - 1) - 1) // s + 1 for n, k, s, d in zip(spatial, kernel, stride, dilation)]
        elif transposed:
            pads = pair_list(padding, dims)
            extra = pair_list(given.get("output_padding", 0), dims)
            size = [(n - 1) * s - 2 * p + d * (k - 1) + e + 1 for n, k, s, p, d, e in zip(spatial, kernel, stride, pads, dilation, extra)]
        else:
            pads = pair_list(padding, dims)
            size = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in zip(spatial, kernel, stride, pads, dilation)]
        if any(n <= 0 for n in size):
            raise RuntimeError(f"the kernel {list(kernel)} is larger than the padded input {list(spatial)}")
        out = weight._shape[1] * groups if transposed else weight._shape[0]
        return _like(input, (*(input._shape[:1] if batch else ()), out, *size))
    return run


for _n in (1, 2, 3):
    op(f"conv{_n}d")(_conv(_n))
    op(f"conv_transpose{_n}d")(_conv(_n, True))


def _pooled(n, k, s, p, d, ceil):
    size = n + 2 * p - d * (k - 1) - 1
    out = (math.ceil(size / s) if ceil else size // s) + 1
    if ceil and (out - 1) * s >= n + p:
        out -= 1
    return out


def _pool(dims, indices=False, average=False):
    def run(input, kernel_size, stride=None, padding=0, *rest, **kwargs):
        given = dict(zip(("ceil_mode", "count_include_pad", "divisor_override") if average else ("dilation", "ceil_mode"), rest), **kwargs)
        kernel = pair_list(kernel_size, dims)
        steps = pair_list(stride, dims) if stride not in (None, [], ()) else kernel
        pads = pair_list(padding, dims)
        dil = pair_list(given.get("dilation", 1), dims)
        size = [_pooled(*a, given.get("ceil_mode", False)) for a in zip(input._shape[-dims:], kernel, steps, pads, dil)]
        if any(n <= 0 for n in size):
            raise RuntimeError(f"pooling {list(input._shape)} with kernel {kernel} leaves nothing")
        shape = (*input._shape[:-dims], *size)
        return (_like(input, shape), _like(input, shape, int64)) if indices else _like(input, shape)
    return run


def _adaptive(dims, indices=False):
    def run(input, output_size):
        size = list(output_size) if isinstance(output_size, (list, tuple)) else [output_size] * dims
        shape = (*input._shape[:-dims], *(n if o is None else core.as_int(o) for o, n in zip(size, input._shape[-dims:])))
        return (_like(input, shape), _like(input, shape, int64)) if indices else _like(input, shape)
    return run


for _n in (1, 2, 3):
    op(f"max_pool{_n}d")(_pool(_n))
    op(f"max_pool{_n}d_with_indices")(_pool(_n, True))
    op(f"avg_pool{_n}d")(_pool(_n, average=True))
    op(f"adaptive_avg_pool{_n}d")(_adaptive(_n))
    op(f"adaptive_max_pool{_n}d")(_adaptive(_n, True))


@op("matmul", "mm", "bmm", "mv", "dot", "inner", "linalg_matmul")
def matmul(input, other):
    a, b = input, other
    left, right = a._shape, b._shape
    if not left or not right:
        raise RuntimeError("matmul takes tensors of at least one dimension")
    if left[-1] != right[-2 if len(right) > 1 else -1]:
        raise RuntimeError(f"shapes {list(left)} and {list(right)} cannot be multiplied")
    head = broadcast_shapes(left[:-2], right[:-2])
    shape = (*head, *(left[-2:-1] if len(left) > 1 else ()), *(right[-1:] if len(right) > 1 else ()))
    dt = core.result_dtype(a, b)
    x, y = values(a), values(b)
    if x is not None and y is not None and not head and numel(shape) * left[-1] <= 4096:
        n, k = (left[0] if len(left) > 1 else 1), left[-1]
        m = right[1] if len(right) > 1 else 1
        return new(shape, dt, core.device_of(a, b), [sum(x[i * k + q] * y[q * m + j] for q in range(k)) for i in range(n) for j in range(m)])
    return new(shape, dt, core.device_of(a, b))


@op("linear")
def linear(input, weight, bias=None):
    if input._shape[-1] != weight._shape[-1]:
        raise RuntimeError(f"a linear layer with {weight._shape[-1]} inputs was given {list(input._shape)}")
    return _like(input, (*input._shape[:-1], *weight._shape[:-1]))


op("bilinear")(lambda a, b, w, bias=None: _like(a, (*a._shape[:-1], w._shape[0])))
op("addmm", "baddbmm", "addbmm", inplace=True)(lambda input, a, b, *, beta=1, alpha=1: OPS["add"](input, matmul(a, b)))
op("addmv", inplace=True)(lambda input, a, b, *, beta=1, alpha=1: OPS["add"](input, matmul(a, b)))
op("outer", "ger")(lambda input, vec2: OPS["mul"](shaping.unsqueeze(input, 1), shaping.unsqueeze(vec2, 0)))
op("embedding")(lambda weight, indices, *args, **kwargs: _like(weight, (*indices._shape, weight._shape[-1])))


@op("einsum")
def einsum(equation, *operands, path=None):
    if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
        operands = tuple(operands[0])
    left, arrow, right = equation.replace(" ", "").partition("->")
    sizes = {}
    for term, t in zip(left.split(","), operands):
        term = term.replace("...", "")
        for name, n in zip(reversed(term), reversed(t._shape)):
            sizes[name] = n
    if not arrow:
        right = "".join(sorted(n for n in sizes if left.count(n) == 1))
    dots = ()
    if "..." in right:
        term, t = next((a, b) for a, b in zip(left.split(","), operands) if "..." in a)
        dots = t._shape[:len(t._shape) - len(term.replace("...", ""))]
    return _like(operands[0], (*dots, *(sizes[n] for n in right.replace("...", ""))))


@op("pad", "constant_pad_nd")
def pad(input, pad, mode="constant", value=None):
    shape = list(input._shape)
    for i in range(len(pad) // 2):
        shape[-1 - i] += pad[2 * i] + pad[2 * i + 1]
    source = values(input)
    if mode != "constant" and not isinstance(mode, (int, float)) or source is None or numel(shape) > core.LIMIT or any(p < 0 for p in pad):
        return _like(input, shape)
    fill = mode if isinstance(mode, (int, float)) else value or 0
    out = new(shape, input._dtype, input._storage.device, [fill] * numel(shape))
    inside = out
    for i in range(len(pad) // 2):
        d = len(shape) - 1 - i
        inside = shaping.narrow(inside, d, pad[2 * i], input._shape[d])
    core.store(inside, list(source))
    return out


def _resize(input, output_size, scale_factors, dims):
    if output_size is not None:
        size = [core.as_int(n) for n in (output_size if isinstance(output_size, (list, tuple)) else [output_size] * dims)]
    else:
        scales = list(scale_factors) if isinstance(scale_factors, (list, tuple)) else [scale_factors] * dims
        size = [int(math.floor(n * s)) for n, s in zip(input._shape[-dims:], scales)]
    return _like(input, (*input._shape[:-dims], *size))


for _name, _n in (("upsample_nearest1d", 1), ("upsample_nearest2d", 2), ("upsample_nearest3d", 3), ("upsample_linear1d", 1), ("upsample_bilinear2d", 2), ("upsample_bicubic2d", 2),
                  ("upsample_trilinear3d", 3), ("_upsample_nearest_exact1d", 1), ("_upsample_nearest_exact2d", 2), ("_upsample_nearest_exact3d", 3), ("_upsample_bilinear2d_aa", 2), ("_upsample_bicubic2d_aa", 2)):
    if "nearest" in _name:
        op(_name)(lambda input, output_size=None, scale_factors=None, *r, _n=_n, **k: _resize(input, output_size, scale_factors, _n))
    else:
        op(_name)(lambda input, output_size=None, align_corners=None, scale_factors=None, *r, _n=_n, **k: _resize(input, output_size, scale_factors, _n))


@op("scaled_dot_product_attention")
def scaled_dot_product_attention(query, key, value, *args, **kwargs):
    return _like(query, (*query._shape[:-1], value._shape[-1]))


op("native_layer_norm")(lambda input, *a: (_like(input, input._shape), _like(input, (1,)), _like(input, (1,))))
op("one_hot")(lambda input, num_classes=-1: _like(input, (*input._shape, num_classes)))
op("cosine_similarity")(lambda a, b, dim=1, eps=1e-8: OPS["sum"](OPS["mul"](a, b), dim))
op("pairwise_distance")(lambda a, b, *r, **k: OPS["sum"](OPS["mul"](a, b), -1))
op("cdist")(lambda a, b, *r, **k: _like(a, (*a._shape[:-1], b._shape[-2])))
op("grid_sampler", "grid_sample")(lambda input, grid, *a, **k: _like(input, (*input._shape[:2], *grid._shape[1:-1])))
op("affine_grid_generator")(lambda theta, size, align_corners: _like(theta, (size[0], *size[2:], len(size) - 2)))
op("im2col")(lambda input, kernel_size, dilation=1, padding=0, stride=1: _like(input, (input._shape[0], input._shape[1] * numel(pair_list(kernel_size, 2)), 1)))
for _name in ("mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss", "binary_cross_entropy", "binary_cross_entropy_with_logits", "cross_entropy_loss", "nll_loss", "nll_loss_nd", "nll_loss2d", "kl_div"):
    op(_name)(lambda input, *a, **k: _like(input, ()))
