"""Fourier transforms (answers to aten/src/ATen/native/SpectralOps): a plain sum while the work is small, else the shape."""
import cmath
import math

from . import shaping
from .core import new, numel, values, wrap_dim
from .elementwise import float_dtype, op

#: Multiplications that are still done.
WORK = 65_536
_OTHER = {None: "forward", "backward": "forward", "forward": "backward", "ortho": "ortho"}


def _scale(n, norm, inverse):
    if norm not in (None, "backward", "ortho", "forward"):
        raise RuntimeError(f"a Fourier transform's norm is 'forward', 'backward' or 'ortho', not {norm!r}")
    if norm == "ortho":
        return 1 / math.sqrt(n)
    return 1 / n if (norm == "forward") != inverse else 1.0


def _resized(row, n):
    return (row + [0] * (n - len(row)))[:n]


def _sum(row, sign, scale):
    n = len(row)
    turn = [cmath.exp(sign * 2j * math.pi * k / n) for k in range(n)]
    return [scale * sum(v * turn[i * k % n] for i, v in enumerate(row)) for k in range(n)]


def _half_to_full(row, n):
    row = _resized(row, n // 2 + 1)
    back = [complex(v).conjugate() for v in row[1:(n + 1) // 2]]
    middle = [complex(complex(row[-1]).real)] if n % 2 == 0 and n > 1 else []
    front = [complex(complex(row[0]).real)] + row[1:(n + 1) // 2]
    return (front + middle + back[::-1])[:n]


def _row(kind, row, n, norm):
    """One line of numbers through the transform."""
    if kind == "irfft":
        return [v.real for v in _sum(_half_to_full(row, n), 1, _scale(n, norm, True))]
    found = _sum(_resized(row, n), 1 if kind == "ifft" else -1, _scale(n, norm, kind == "ifft"))
    return found[:n // 2 + 1] if kind == "rfft" else found


def _along(t, kind, n, d, norm):
    have = t._shape[d]
    if n is None or n == -1:
        n = 2 * (have - 1) if kind == "irfft" else have
    if n < 1:
        raise RuntimeError(f"a Fourier transform needs at least one number, not {n}")
    dt = float_dtype(t._dtype)
    made = dt.to_real() if kind == "irfft" else dt.to_complex()
    shape = list(t._shape)
    shape[d] = n // 2 + 1 if kind == "rfft" else n
    inner, outer = numel(t._shape[d + 1:]), numel(t._shape[:d])
    found = values(t) if outer * inner * n * n <= WORK else None
    if found is None:
        return new(shape, made, t._storage.device)
    out = [0] * numel(shape)
    for o in range(outer):
        for i in range(inner):
            row = _row(kind, [found[(o * have + k) * inner + i] for k in range(have)], n, norm)
            for k, v in enumerate(row):
                out[(o * len(row) + k) * inner + i] = v
    return new(shape, made, t._storage.device, out)


def _conj(t):
    found = values(t)
    return new(t._shape, t._dtype, t._storage.device, None if found is None else [complex(v).conjugate() if t._dtype.is_complex else v for v in found])


def _over(input, kind, sizes, dims, norm):
    """Over several dimensions; the halved one is the last, first into it, last out of it."""
    if kind == "rfft" and input._dtype.is_complex:
        raise RuntimeError("rfft needs real numbers, not " + str(input._dtype))
    rest = [(d, n) for d, n in zip(dims, sizes)]
    plain = "ifft" if kind in ("ifft", "irfft") else "fft"
    last = rest.pop()
    t = _along(input, kind, last[1], last[0], norm) if kind != "irfft" else input
    for d, n in reversed(rest):
        t = _along(t, plain, n, d, norm)
    return _along(t, kind, last[1], last[0], norm) if kind == "irfft" else t


def _places(input, s, dim):
    rank = len(input._shape)
    s = [s] if isinstance(s, int) else s
    dim = [dim] if isinstance(dim, int) else dim
    if dim is None:
        dim = range(rank) if s is None else range(rank - len(s), rank)
    dims = [wrap_dim(d, rank) for d in dim]
    if s is not None and len(s) != len(dims) or not dims or len(set(dims)) != len(dims):
        raise RuntimeError(f"a Fourier transform over {list(dims)} needs one size for each dimension, each named once")
    return list(s) if s is not None else [None] * len(dims), dims


def _define(name, kind, default, hermitian=False):
    def run(input, s=None, dim=default, norm=None):
        sizes, dims = _places(input, s, dim)
        if not hermitian:
            return _over(input, kind, sizes, dims, norm)
        if kind == "irfft":
            return _over(_conj(input), kind, sizes, dims, _OTHER[norm])
        return _conj(_over(input, kind, sizes, dims, _OTHER[norm]))
    if default == -1:
        op(name)(lambda input, n=None, dim=-1, norm=None: run(input, n, dim, norm))
    else:
        op(name)(run)


for _suffix, _default in (("", -1), ("2", (-2, -1)), ("n", None)):
    for _kind in ("fft", "ifft", "rfft", "irfft"):
        _define(f"fft_{_kind}{_suffix}", _kind, _default)
    _define(f"fft_hfft{_suffix}", "irfft", _default, True)
    _define(f"fft_ihfft{_suffix}", "rfft", _default, True)


@op("fft_fftshift")
def fftshift(input, dim=None):
    dims = range(len(input._shape)) if dim is None else [dim] if isinstance(dim, int) else dim
    return shaping.roll(input, [input._shape[d] // 2 for d in dims], list(dims))


@op("fft_ifftshift")
def ifftshift(input, dim=None):
    dims = range(len(input._shape)) if dim is None else [dim] if isinstance(dim, int) else dim
    return shaping.roll(input, [-(input._shape[d] // 2) for d in dims], list(dims))


@op("fft_fftfreq")
def fftfreq(n, d=1.0, *, dtype=None, device=None, **kwargs):
    return new((n,), dtype, None, [(i if i < (n + 1) // 2 else i - n) / (n * d) for i in range(n)])


@op("fft_rfftfreq")
def rfftfreq(n, d=1.0, *, dtype=None, device=None, **kwargs):
    return new((n // 2 + 1,), dtype, None, [i / (n * d) for i in range(n // 2 + 1)])


@op("stft")
def stft(input, n_fft, hop_length=None, win_length=None, window=None, normalized=False, onesided=None, return_complex=None, align_to_window=None):
    hop = n_fft // 4 if hop_length is None else hop_length
    half = onesided is not False and not input.is_complex()
    shape = (*input._shape[:-1], n_fft // 2 + 1 if half else n_fft, 1 + (input._shape[-1] - n_fft) // hop)
    if return_complex or input.is_complex():
        return new(shape, input._dtype.to_complex(), input._storage.device)
    return new((*shape, 2), input._dtype.to_real(), input._storage.device)


@op("istft")
def istft(input, n_fft, hop_length=None, win_length=None, window=None, center=True, normalized=False, onesided=None, length=None, return_complex=False):
    hop = n_fft // 4 if hop_length is None else hop_length
    n = n_fft + hop * (input._shape[-1] - 1) - (n_fft // 2 * 2 if center else 0) if length is None else length
    return new((*input._shape[:-2], n), input._dtype if return_complex else input._dtype.to_real(), input._storage.device)
