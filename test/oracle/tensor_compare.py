#!/usr/bin/env python3
"""Compares tensor calls of the stand-in torch with an installed torch.

    python3 test/oracle/tensor_compare.py [--show] [--only TEXT]

Every line of tensor_calls.txt is evaluated twice: with the torch of this Python, and, in a second process,
with the stand-in of server/python. Shape, dtype, strides and values must be equal, or both must raise.
A value the stand-in leaves unknown is counted, not a difference. Calls which only the other
release has are left out by `>2.6` and the like in front of a line; `~` leaves the strides out.
Skips with exit code 0 and a printed reason when there is no torch.
"""
import copy
import json
import math
import os
import re
import subprocess
import sys
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
STAND_IN = HERE.parents[1] / "server" / "python"
warnings.simplefilter("ignore")


def lines():
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    for line in (HERE / "tensor_calls.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#") and only in line:
            yield line


def shown(torch, value, depth=0):
    if isinstance(value, torch.Tensor):
        made = {"shape": list(value.shape), "dtype": str(value.dtype), "strides": list(value.stride()), "grad": value.requires_grad, "leaf": value.is_leaf, "class": type(value).__name__}
        try:
            made["values"] = [shown(torch, v) for v in value.detach().reshape(-1).tolist()]
        except RuntimeError as error:
            if type(error).__name__ != "UnknownValue":
                raise
            made["values"] = None
        return made
    if isinstance(value, bool) or value is None or isinstance(value, (str, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, complex):
        return [shown(torch, value.real), shown(torch, value.imag)]
    if isinstance(value, (tuple, list)) and depth < 4:
        return [type(value).__name__] + [shown(torch, v, depth + 1) for v in value]
    if isinstance(value, dict):
        return {str(k): shown(torch, v, depth + 1) for k, v in value.items()}
    return repr(value)


#: Tensors that a line may name.
TENSORS = {
    "i": lambda torch: torch.tensor([3, 1, 2]),
    "m": lambda torch: torch.tensor([[1, 2, 3], [4, 5, 6]]),
    "f": lambda torch: torch.tensor([[1.5, -2.0, 3.25], [0.0, 5.5, -6.75]]),
    "g": lambda torch: torch.tensor([0.5, -1.5, 2.5]),
    "h": lambda torch: torch.tensor([0.1, 0.5, 0.9, 0.3]),
    "b": lambda torch: torch.tensor([[True, False, True], [False, False, True]]),
    "d": lambda torch: torch.tensor([1.0, 2.0, 4.0], dtype=torch.float64),
    "u": lambda torch: torch.tensor([1, 200, 255], dtype=torch.uint8),
    "c": lambda torch: torch.tensor([1 + 2j, -0.5j, 3 + 0j]),
    "z": lambda torch: torch.tensor(2.5),
    "n": lambda torch: torch.tensor(7),
    "t": lambda torch: torch.arange(24).reshape(2, 3, 4),
    "v": lambda torch: torch.arange(24.0).reshape(2, 3, 4) / 4 - 2,
    "img": lambda torch: torch.arange(2 * 3 * 8 * 8, dtype=torch.float32).reshape(2, 3, 8, 8) / 100,
    "seq": lambda torch: torch.arange(2 * 4 * 10, dtype=torch.float32).reshape(2, 4, 10) / 10,
    "vol": lambda torch: torch.zeros(1, 2, 4, 6, 6),
    "big": lambda torch: torch.zeros(64, 3, 100, 100),
    "e": lambda torch: torch.zeros(0, 3),
    "sq": lambda torch: torch.tensor([[2.0, 1.0, 0.5], [0.0, 3.0, -1.0], [1.0, 0.0, 4.0]]),
}
WORD = re.compile(r"[A-Za-z_]\w*")


def environment(torch, line):
    """What the line names, made anew."""
    scope = {"torch": torch, "F": torch.nn.functional, "nn": torch.nn, "copy": copy, "math": math}
    for name in set(WORD.findall(line)) & TENSORS.keys():
        scope[name] = TENSORS[name](torch)
    return scope


def run(line, torch):
    """`statement; statement; expression` in a fresh scope."""
    scope = environment(torch, line)
    *before, last = line.split(";;")
    try:
        for statement in before:
            exec(statement.strip(), scope)
        return shown(torch, eval(last.strip(), scope))
    except Exception as error:
        if type(error).__name__ in ("NotBuilt", "UnknownName", "UnknownValue"):
            return {"limit": f"{type(error).__name__}: {error}"}
        return {"error": type(error).__name__, "text": str(error)[:300]}


def release(torch):
    return tuple(int(p) for p in torch.__version__.split("+")[0].replace("a0", "").split(".")[:2])


def wanted(line, have):
    if line[0] not in "<>":
        return line.lstrip("~ ")
    bound, _, call = line[1:].partition(" ")
    limit = tuple(int(p) for p in bound.split("."))
    return call if (have >= limit) == (line[0] == ">") else None


def answers(torch, have):
    return [None if wanted(line, have) is None else run(wanted(line, have), torch) for line in lines()]


def equal(a, b):
    if isinstance(a, dict) and isinstance(b, dict):
        if "error" in a and "error" in b:
            return True
        if a.keys() != b.keys():
            return False
        if b.get("values", 0) is None:
            keys = [k for k in a if k not in ("values",)]
            return all(equal(a[k], b[k]) for k in keys)
        loose = {"torch.float16": 2e-3, "torch.bfloat16": 1e-2, "torch.float64": 1e-9, "torch.complex128": 1e-9}.get(a.get("dtype"), 2e-5)
        if "values" in a:
            return all(equal(a[k], b[k]) for k in a if k != "values") and len(a["values"]) == len(b["values"]) and all(near(x, y, loose) for x, y in zip(a["values"], b["values"]))
        return all(equal(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(equal(x, y) for x, y in zip(a, b))
    return near(a, b, 2e-5)


def near(a, b, loose):
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(near(x, y, loose) for x, y in zip(a, b))
    if isinstance(a, bool) or isinstance(b, bool) or isinstance(a, str) or isinstance(b, str) or a is None or b is None:
        return type(a) is type(b) and a == b
    return type(a) is type(b) and abs(a - b) <= loose * max(1.0, abs(a), abs(b))


def unknown(value):
    if isinstance(value, dict):
        return value.get("values", 0) is None or any(unknown(v) for v in value.values())
    return isinstance(value, list) and any(unknown(v) for v in value)


def main():
    if "--stand-in" in sys.argv:
        sys.path.insert(0, str(STAND_IN))
        sys.dont_write_bytecode = True
        import torch
        have = tuple(int(p) for p in sys.argv[sys.argv.index("--stand-in") + 1].split("."))
        torch._lens_set_version({(1, 13): "1.13.1", (2, 6): "2.6.0"}.get(have, "2.14.1"))
        print(json.dumps(answers(torch, have)))
        return 0
    try:
        import torch
    except ImportError as reason:
        print(f"skipped: no torch here ({reason})")
        return 0
    have = release(torch)
    real = answers(torch, have)
    again = [a for a in sys.argv[1:]]
    made = subprocess.run([sys.executable, __file__, *again, "--stand-in", f"{have[0]}.{have[1]}"], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": ""})
    if made.returncode:
        print(made.stderr)
        return 1
    ours = json.loads(made.stdout.splitlines()[-1])
    real = json.loads(json.dumps(real))
    bad = unknowns = count = limits = 0
    for line, a, b in zip(lines(), real, ours):
        if a is None:
            continue
        if line[0] == "~":
            a.pop("strides", None)
            b.pop("strides", None)
        count += 1
        if isinstance(b, dict) and "limit" in b:
            limits += 1
            print(f"LIMIT {line}\n   {b['limit'][:160]}")
        elif not equal(a, b):
            bad += 1
            print(f"DIFFERS {line}\n   torch:    {json.dumps(a)[:300]}\n   stand-in: {json.dumps(b)[:300]}")
        elif unknown(b):
            unknowns += 1
            if "--show" in sys.argv:
                print(f"UNKNOWN {line}")
    print(f"{count} calls, {bad} differ, {limits} are limits, {unknowns} leave values unknown (torch {torch.__version__})")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
