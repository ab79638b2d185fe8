#!/usr/bin/env python3
"""Compares calls that nobody wrote down: every tensor method, function of torch, torch.linalg, torch.fft and torch.special, and functional of an installed torch with usual arguments.

    python3 test/oracle/generated_compare.py [--only TEXT] [--every N] [--limits] [--errors [--show]]

As tensor_compare.py; the names are taken from the installed torch. A name that the stand-in does not compute is counted as
a limit (`--limits` lists them); `--every N` takes every Nth name. `--errors` also asks calls that real torch refuses: the stand-in has to refuse them with the
same kind of exception; what it takes or refuses otherwise is counted, and listed with `--show`.
"""
import io
import json
import os
import re
import resource
import subprocess
import sys
import warnings
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout

import tensor_compare as base

warnings.simplefilter("ignore")

#: Random, without defined values, about devices and storage, or about the process.
LEFT_OUT = (
    "rand", "bernoulli", "dropout", "normal", "multinomial", "empty", "uniform", "cauchy", "exponential", "geometric", "random", "poisson", "rrelu", "resize", "set_", "storage", "data_ptr",
    "share_memory", "pin_memory", "is_shared", "cuda", "xpu", "ipu", "hpu", "mps", "mtia", "register_hook", "backward", "retain_grad", "module_load", "dlpack", "sparse", "mkldnn", "quantize",
    "_", "save", "load", "seed", "rng", "import_ir", "parse_", "compile", "fork", "wait", "manual", "default", "profiler", "thread", "vulkan", "cudnn", "miopen", "fbgemm", "gradient_checkpoint",
    "typename", "untyped", "numpy", "to_padded", "fused", "get_device", "set_", "init_", "numel_", "names", "rename", "align_", "refine_names", "has_names", "ccol", "crow", "col_indices", "row_indices",
    "int_repr", "q_", "dense_dim", "values", "indices", "coalesce", "lobpcg", "layout", "frombuffer", "segment_reduce", "sspaddmm", "smm", "hspmm", "from_file", "from_numpy", "result_type", "svd_lowrank", "pca_lowrank",
    "conv_tbc", "ctc", "isinstance", "device", "is_nonzero", "reduce_ex", "new", "apply_", "map_", "map2_", "_unsafe", "cond", "vmap", "hash_tensor", "export", "linear_cross", "geqrf", "ormqr", "orgqr", "lu", "ldl", "stft", "istft", "bilinear", "has_torch_function", "gumbel", "native_channel_shuffle", "bitwise_left_shift", "bitwise_right_shift", "svd", "qr",
)
#: Known to differ: slices without an end in 1.13 (torch reads what is not there), losses through torch.* (torch does not reduce there), negative norms of zeros, arguments that only happen to be accepted, a tensor written while it is read, strides that come from LAPACK.
KNOWN = re.compile(
    r"slice_copy|torch\.(binary_cross_entropy_with_logits|hinge_embedding_loss|kl_div|margin_ranking_loss|triplet_margin_loss|norm_except_dim)\(|\.norm\(-1|softplus\(\w, 0|\.to\(2\.5|logit_?\([fb]?,? ?1\)|ldexp|LinAlgError|(?:matrix_rank|pinv)\(\w, \w|linalg\.(?:eigh?|householder_product|solve)\(|(?:diagonal|unfold)_copy|"
    r"masked_scatter_?\((\w+), \2\)|addmm_\((\w+), \3\)|cholesky|triangular_solve|F\.(margin_ranking|triplet_margin)_loss\(m|adaptive_avg_pool\dd\((?:[fv]|sq), 1\)|d\.diff\(0, 1\)|b\.square|with_logits\(d, g"
)
TENSORS = ("f", "m", "b", "d", "v", "sq")
ARGUMENTS = ("", "1", "0, 1", "2.5", "{0}", "-1", "dim=1", "dim=0, keepdim=True", "{0}, {0}", "[0, 1]", "1, {0}", "0, 0", "2, 1", "{0} > 0", "(3, 2)", "2, 0, 1", "g", "torch.tensor([0, 1])", "0, torch.tensor([1, 0])", "{0} > 0, 1", "1, 0, 1")


def names_of(torch):
    F = torch.nn.functional
    fits = lambda name: not any(name.startswith(w) if len(w) < 3 else w in name for w in LEFT_OUT) or name in ("index_select",)
    for name in sorted(set(dir(torch.Tensor))):
        if fits(name) and callable(getattr(torch.Tensor, name)) and not isinstance(getattr(torch.Tensor, name), type):
            yield "method", name
    for name in sorted(set(dir(torch))):
        if fits(name) and not isinstance(getattr(torch, name), type) and callable(getattr(torch, name)) and not hasattr(torch.Tensor, name):
            yield "torch", name
    for room in ("linalg", "fft", "special"):
        for name in sorted(set(dir(getattr(torch, room)))):
            if fits(name) and name not in ("Tensor", "common_args", "exponential_") and callable(getattr(getattr(torch, room), name)):
                yield f"torch.{room}", name
    for name in sorted(set(dir(F))):
        if fits(name) and not isinstance(getattr(F, name), type) and callable(getattr(F, name)) and name not in ("Callable", "List", "Optional", "Tuple", "Union"):
            yield "F", name


def calls(torch):
    every = int(sys.argv[sys.argv.index("--every") + 1]) if "--every" in sys.argv else 1
    for kind, name in list(names_of(torch))[::every]:
        for tensor in TENSORS:
            for arguments in ARGUMENTS:
                text = arguments.format(tensor)
                if kind == "method":
                    yield f"{tensor}.{name}({text})"
                else:
                    yield f"{kind}.{name}({tensor}{', ' if text else ''}{text})"


def accepted(torch, only, errors):
    """Calls with what real torch gives, at most a few a name and tensor, so that no name outweighs the rest; refused ones with `errors`."""
    found, taken, refused = {}, Counter(), Counter()
    for call in calls(torch):
        head = call.split("(")[0]
        if only not in call or taken[head] >= 7:
            continue
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            answer = base.run(call, torch)
        if raised(answer):
            refused[head] += 1
            if errors and refused[head] <= 4 and answer["error"] not in ("NotImplementedError", "MemoryError"):
                found[call] = answer
        elif not (limited(answer) or "0x" in repr(answer) or "<" in repr(answer)):
            taken[head] += 1
            found[call] = answer
    return found


def raised(answer):
    return isinstance(answer, dict) and "error" in answer


def limited(answer):
    return isinstance(answer, dict) and "limit" in answer


def refusal(call, a, b):
    """How the stand-in answers to a call that real torch refuses."""
    if limited(b):
        return "by name only"
    kind = "taken" if not raised(b) else "same kind" if a["error"] == b["error"] else "other kind"
    if kind != "same kind" and "--show" in sys.argv:
        print(f"{kind.upper()} {call}\n   torch:    {a['error']}: {a['text'][:150]}\n   stand-in: {json.dumps(b)[:200]}")
    return kind


def main():
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    if "--stand-in" in sys.argv:
        sys.path.insert(0, str(base.STAND_IN))
        sys.dont_write_bytecode = True
        import torch
        have = sys.argv[sys.argv.index("--stand-in") + 1]
        torch._lens_set_version({"1.13": "1.13.1", "2.6": "2.6.0"}.get(have, "2.14.1"))
        asked = json.loads(sys.stdin.read())
        print(json.dumps([base.run(call, torch) for call in asked]))
        return 0
    try:
        import torch
    except ImportError as reason:
        print(f"skipped: no torch here ({reason})")
        return 0
    resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
    found = accepted(torch, only, "--errors" in sys.argv)
    have = base.release(torch)
    made = subprocess.run([sys.executable, __file__, "--stand-in", f"{have[0]}.{have[1]}"], input=json.dumps(list(found)), capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ""})
    if made.returncode:
        print(made.stderr)
        return 1
    ours = json.loads(made.stdout.splitlines()[-1])
    real = json.loads(json.dumps(list(found.values())))
    counts, limits, refusals = Counter(), {}, Counter()
    for call, a, b in zip(found, real, ours):
        if raised(a):
            refusals[refusal(call, a, b)] += 1
        elif limited(b):
            limits.setdefault(call.split("(")[0].split(".")[-1], call)
        elif not base.equal(a, b):
            counts["known" if KNOWN.search(call) else "bad"] += 1
            if not KNOWN.search(call):
                print(f"DIFFERS {call}\n   torch:    {json.dumps(a)[:240]}\n   stand-in: {json.dumps(b)[:240]}")
        elif base.unknown(b):
            counts["unknown"] += 1
    if "--limits" in sys.argv:
        print("limits:", " ".join(sorted(limits)))
    if refusals:
        print("refused by torch:", ", ".join(f"{n} {kind}" for kind, n in sorted(refusals.items())))
    print(f"{len(found) - sum(refusals.values())} calls of {len({c.split('(')[0].split('.')[-1] for c in found})} names, {counts['bad']} differ, {counts['known']} are known to, {len(limits)} names are limits, {counts['unknown']} leave values unknown (torch {torch.__version__})")
    return 1 if counts["bad"] else 0


if __name__ == "__main__":
    sys.exit(main())
