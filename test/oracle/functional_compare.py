#!/usr/bin/env python3
"""Compares our torch/functional.py with the one of an installed torch, on that torch's own compiler.

    python3 test/oracle/functional_compare.py [--show TEXT]

Our text is loaded over the real torch; each call below is scripted twice, once with torch's functions and once
with ours, and the inlined graphs are compared (texts of errors left out, values renumbered), or both must be refused.
Skips with exit code 0 and a printed reason when there is no torch.
"""
import importlib.util
import linecache
import sys
import types
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

try:
    import torch
except ImportError as reason:
    print(f"skipped: no torch here ({reason})")
    sys.exit(0)

from nn_compare import RELEASE, canonical, same_but_for_texts  # noqa: E402

warnings.simplefilter("ignore")

#: parameters of a scripted function, and what it returns
CALLS = """
x: Tensor | torch.norm(x)
x: Tensor | torch.norm(x, 2)
x: Tensor | torch.norm(x, 2.0)
x: Tensor | torch.norm(x, p=1, dim=1)
x: Tensor | torch.norm(x, 2, 1, True)
x: Tensor | torch.norm(x, dim=1)
x: Tensor | torch.norm(x, dim=[0, 1], keepdim=True)
x: Tensor | torch.norm(x, "fro", [1])
x: Tensor | torch.norm(x, "nuc")
x: Tensor | torch.norm(x, "nuc", [0, 1])
x: Tensor | torch.norm(x, "inf")
x: Tensor | torch.norm(x, p=None)
x: Tensor, p: float | torch.norm(x, p, -1)
x: Tensor, d: int | torch.norm(x, 2.0, d)
x: Tensor, d: List[int] | torch.norm(x, 2, d, False)
x: Tensor | torch.norm(x, 2, 1, dtype=torch.float64)
x: Tensor, y: Tensor | torch.norm(x, 2, 1, out=y)
x: Tensor | x.norm(2, 1)
x: Tensor, y: Tensor | torch.cdist(x, y)
x: Tensor, y: Tensor | torch.cdist(x, y, 1.0, "donot_use_mm_for_euclid_dist")
x: Tensor, y: Tensor, p: float | torch.cdist(x, y, p=p)
x: Tensor, y: Tensor | torch.tensordot(x, y)
x: Tensor, y: Tensor | torch.tensordot(x, y, 1)
x: Tensor, y: Tensor | torch.tensordot(x, y, dims=([1], [0]))
x: Tensor, y: Tensor | torch.tensordot(x, y, [[1], [0]])
x: Tensor, y: Tensor, d: Tensor | torch.tensordot(x, y, d)
x: Tensor, y: Tensor, d: int | torch.tensordot(x, y, dims=d)
x: Tensor, y: Tensor, d: float | torch.tensordot(x, y, dims=d)
x: Tensor | torch.unique(x)
x: Tensor | torch.unique(x, return_inverse=True)
x: Tensor | torch.unique(x, return_counts=True)
x: Tensor | torch.unique(x, return_inverse=True, return_counts=True)
x: Tensor | torch.unique(x, True, True, True)
x: Tensor | torch.unique(x, True, False)
x: Tensor | torch.unique(x, dim=0)
x: Tensor, b: bool | torch.unique(x, return_inverse=b)
x: Tensor | torch.unique_consecutive(x)
x: Tensor | torch.unique_consecutive(x, return_inverse=True)
x: Tensor | torch.unique_consecutive(x, return_counts=True)
x: Tensor | torch.unique_consecutive(x, return_inverse=True, return_counts=True)
x: Tensor | torch.unique_consecutive(x, True, True)
x: Tensor | torch.unique_consecutive(x, dim=1)
x: Tensor | torch.stft(x, 16, return_complex=True)
x: Tensor | torch.stft(x, 16, 4, 16, None, False)
x: Tensor, w: Tensor | torch.stft(x, n_fft=512, hop_length=128, win_length=512, window=w, center=True, return_complex=False)
x: Tensor | torch.lu(x)
x: Tensor | torch.lu(x, get_infos=True)
x: Tensor | torch.lu(x, True, True)
x: Tensor | torch.functional.norm(x)
x: Tensor, y: Tensor | torch.functional.cdist(x, y)
"""


def load_ours():
    target = types.ModuleType("torch.nn._target")
    target.v2_6, target.v2_14 = RELEASE >= (2, 6), RELEASE >= (2, 14)
    core = types.ModuleType("torch._lens.core")
    lens = types.ModuleType("torch._lens")
    lens.core = core
    sys.modules.update({"torch.nn._target": target, "torch._lens": lens, "torch._lens.core": core})
    torch.nn._target = target
    path = HERE.parents[1] / "server" / "python" / "torch" / "functional.py"
    spec = importlib.util.spec_from_file_location("lensfunctional", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["lensfunctional"] = module
    spec.loader.exec_module(module)
    return module


class Namespace(types.ModuleType):
    """`torch`, with our functions in front."""


def graph(parameters, call, ours):
    text = "from typing import List\nfrom torch import Tensor\n" + f"def f({parameters}):\n    return {call}\n"
    file = f"<call {'ours' if ours else 'torch'} {call}>"
    linecache.cache[file] = (len(text), None, text.splitlines(True), file)
    scope = {"torch": torch}
    if ours:
        for name in ("norm", "cdist", "tensordot", "unique", "unique_consecutive", "stft", "lu"):
            text = text.replace(f"torch.functional.{name}(", f"torch.{name}(").replace(f"torch.{name}(", f"ours.{name}(")
        linecache.cache[file] = (len(text), None, text.splitlines(True), file)
        scope["ours"] = load.ours
    exec(compile(text, file, "exec"), scope)
    try:
        return canonical(torch.jit.script(scope["f"]).inlined_graph).replace("lensfunctional", "torch.functional")
    except Exception as error:
        return f"refused: {type(error).__name__}" + (f" {error}" if "--show" in sys.argv else "")


def load():
    load.ours = load_ours()


def main():
    load()
    bad = count = 0
    for line in CALLS.strip().splitlines():
        parameters, call = (p.strip() for p in line.split("|"))
        count += 1
        a, b = graph(parameters, call, False), graph(parameters, call, True)
        refused = [g.startswith("refused") for g in (a, b)]
        show = "--show" in sys.argv and sys.argv[sys.argv.index("--show") + 1] in call
        if refused[0] != refused[1] or not any(refused) and not same_but_for_texts(a, b):
            bad += 1
            print(f"DIFFERS {call}   " + (f"torch {a[:200]!r} / ours {b[:200]!r}" if any(refused) else ""))
        if show:
            print(a, b, sep="\n---- ours\n")
    print(f"{count} calls, {bad} differ (torch {torch.__version__})")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
