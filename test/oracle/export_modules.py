"""Weights of the small modules of export_cases.py (weights FOLDER), and archives of them held against eager torch with these weights (check FOLDER)."""
import inspect
import io
import os
import sys
import warnings

warnings.filterwarnings("ignore")
sys.dont_write_bytecode = True
import torch
from torch import nn

import export_cases as cases

torch.set_num_threads(1)
torch.backends.quantized.engine = "qnnpack"
what, folder = sys.argv[1:3]
NAMES = [n for n, c in vars(cases).items() if inspect.isclass(c) and issubclass(c, nn.Module) and c.__module__ == cases.__name__ and n not in ("Layer", "Impl")]


def inputs(name):
    shape = getattr(getattr(cases, name), "X", (2, 4))
    torch.manual_seed(1)
    if shape[0] == "long":
        return torch.randint(0, 4, shape[1:])
    return {"a": torch.rand(2, 4), "b": torch.rand(2)} if shape[0] == "dict" else torch.rand(*shape)


def built(name):
    torch.manual_seed(0)
    module = getattr(cases, name)()
    weights = os.path.join(folder, name + ".pth")
    if what == "check":
        module.load_state_dict(torch.load(weights))
    return module


def flat(value):
    if isinstance(value, dict):
        return [t for k in value for t in flat(value[k])]
    return [t for x in value for t in flat(x)] if isinstance(value, (list, tuple)) else [value]


def equal(a, b):
    if isinstance(a, torch.Tensor):
        return isinstance(b, torch.Tensor) and a.dtype == b.dtype and a.shape == b.shape and (torch.equal(a, b) or a.is_floating_point() and torch.equal(torch.nan_to_num(a), torch.nan_to_num(b)))
    return a == b


def all_equal(want, got):
    return want is not None and len(want) == len(got) and all(equal(a, b) for a, b in zip(want, got))


def described(module):
    return {k: (tuple(v.shape), v.dtype, v.requires_grad, v.stride()) for k, v in module.state_dict(keep_vars=True).items()}


def eager(name):
    """None where the module only runs once it is scripted, as with values given as torch.jit.Attribute."""
    try:
        return flat(built(name)(inputs(name)))
    except TypeError:
        return None


def problem(name):
    loaded = torch.jit.load(os.path.join(folder, name + ".pt"))
    got = flat(loaded(inputs(name)))
    real = torch.jit.script(built(name))
    if described(real) != described(loaded):
        return "the state dicts differ"
    if [k for k, _ in real.named_modules()] != [k for k, _ in loaded.named_modules()]:
        return "the modules differ"
    if all_equal(eager(name), got):
        return None
    # what eager and scripted modules do differently is no fault of the archive
    data = io.BytesIO()
    torch.jit.save(real, data)
    data.seek(0)
    return None if all_equal(flat(torch.jit.load(data)(inputs(name))), got) else "the outputs differ"


for name in NAMES:
    if what == "weights":
        torch.save(built(name).state_dict(), os.path.join(folder, name + ".pth"))
        continue
    if not os.path.exists(os.path.join(folder, name + ".pt")):
        continue
    try:
        found = problem(name)
    except Exception as error:
        found = str(error).strip().split("\n")[0]
    print(f"{name}: {found or 'equal'}", flush=True)
