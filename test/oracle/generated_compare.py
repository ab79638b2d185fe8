#!/usr/bin/env python3
"""Compares calls that nobody wrote down: every tensor method, torch function and functional of an installed torch with usual arguments.

    python3 test/oracle/generated_compare.py [--only TEXT] [--limits]

As tensor_compare.py; the names are taken from the installed torch. Only calls that real torch accepts are asked of the
stand-in, and a name that the stand-in does not compute is counted as a limit (`--limits` lists them).
"""
import io
import json
import os
import re
import subprocess
import sys
import warnings
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
#: Known to differ: losses through torch.* (torch does not reduce there), negative norms of zeros, arguments that only happen to be accepted.
KNOWN = re.compile(
    r"torch\.(binary_cross_entropy_with_logits|hinge_embedding_loss|kl_div|margin_ranking_loss|triplet_margin_loss|norm_except_dim)\(|\.norm\(-1|softplus\(\w, 0|\.to\(2\.5|logit_?\([fb]?,? ?1\)|ldexp|mvlgamma|"
    r"masked_scatter_?\((\w), \2\)|F\.(margin_ranking|triplet_margin)_loss\(m|adaptive_avg_pool\dd\([fv], 1\)|d\.diff\(0, 1\)|b\.square|with_logits\(d, g"
)
TENSORS = ("f", "m", "b", "d", "v")
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
    for name in sorted(set(dir(F))):
        if fits(name) and not isinstance(getattr(F, name), type) and callable(getattr(F, name)) and name not in ("Callable", "List", "Optional", "Tuple", "Union"):
            yield "F", name


def calls(torch):
    for kind, name in names_of(torch):
        for tensor in TENSORS:
            for arguments in ARGUMENTS:
                text = arguments.format(tensor)
                if kind == "method":
                    yield f"{tensor}.{name}({text})"
                else:
                    yield f"{'torch' if kind == 'torch' else 'F'}.{name}({tensor}{', ' if text else ''}{text})"


def accepted(torch, only):
    """Calls that real torch accepts, with what they give; at most a few a name and tensor, so that no name outweighs the rest."""
    found = {}
    for call in calls(torch):
        if only not in call:
            continue
        head = call.split("(")[0]
        if sum(1 for c in found if c.split("(")[0] == head) >= 7:
            continue
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            answer = base.run(call, torch)
        if isinstance(answer, dict) and ("error" in answer or "limit" in answer) or "0x" in repr(answer) or "<" in repr(answer):
            continue
        found[call] = answer
    return found


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
    have = base.release(torch)
    found = accepted(torch, only)
    made = subprocess.run([sys.executable, __file__, "--stand-in", f"{have[0]}.{have[1]}"], input=json.dumps(list(found)), capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ""})
    if made.returncode:
        print(made.stderr)
        return 1
    ours = json.loads(made.stdout.splitlines()[-1])
    real = json.loads(json.dumps(list(found.values())))
    bad = unknowns = known = 0
    limits = {}
    for call, a, b in zip(found, real, ours):
        for side in (a, b):
            if isinstance(side, dict):
                side.pop("strides", None)
        if isinstance(b, dict) and "limit" in b:
            limits.setdefault(call.split("(")[0].split(".")[-1], call)
        elif not base.equal(a, b) and KNOWN.search(call):
            known += 1
        elif not base.equal(a, b):
            bad += 1
            print(f"DIFFERS {call}\n   torch:    {json.dumps(a)[:240]}\n   stand-in: {json.dumps(b)[:240]}")
        elif base.unknown(b):
            unknowns += 1
    if "--limits" in sys.argv:
        print("limits:", " ".join(sorted(limits)))
    print(f"{len(found)} calls of {len({c.split('(')[0].split('.')[-1] for c in found})} names, {bad} differ, {known} are known to, {len(limits)} names are limits, {unknowns} leave values unknown (torch {torch.__version__})")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
