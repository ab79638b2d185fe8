"""Which names the packages around torch's core have, per release.

    python3 torch_modules.py OUT.json              with each release's own Python
    python3 torch_modules.py --write A.json B.json C.json   writes server/python/torch/_lens/around.py (1.13, 2.6, 2.14)

The stand-in answers for what it has not written with objects that know their name (see _lens/absent.py).
"""
import enum
import importlib
import json
import pkgutil
import sys
import types
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

#: Packages, and how deep their modules are listed.
PACKAGES = {
    "torch.amp": 1, "torch.ao": 0, "torch.ao.nn": 2, "torch.ao.nn.intrinsic": 1, "torch.ao.nn.quantized": 2, "torch.ao.quantization": 1, "torch.ao.pruning": 0, "torch.autograd": 1, "torch.backends": 1, "torch.cuda": 1,
    "torch.distributed": 1, "torch.distributed.fsdp": 1, "torch.distributed.algorithms": 1, "torch.distributed.optim": 0, "torch.distributions": 1, "torch.fx": 1, "torch.jit": 1, "torch.multiprocessing": 1,
    "torch.nn.intrinsic": 2, "torch.nn.qat": 2, "torch.nn.quantizable": 1, "torch.nn.quantized": 2, "torch.nn.utils": 1, "torch.nn.parallel": 1, "torch.nn.attention": 1, "torch.onnx": 1,
    "torch.optim": 1, "torch.package": 0, "torch.quantization": 1, "torch.signal": 1, "torch.sparse": 0, "torch.testing": 0, "torch.utils": 1, "torch.utils.benchmark": 0, "torch.utils.data": 1,
    "torch.utils.data.datapipes": 0, "torch.utils.data._utils": 1, "torch.export": 0, "torch.func": 0, "torch.mps": 0, "torch.xpu": 0, "torch.cpu": 0, "torch.masked": 0, "torch.nested": 0,
    "torch.monitor": 0, "torch.profiler": 1, "torch.compiler": 0,
}
SINGLE = ("torch._six torch._utils torch._lowrank torch._dynamo torch._prims_common torch._C torch.__config__ torch.__future__ torch.accelerator torch.fft torch.functional torch.futures torch.hub torch.library torch.linalg "
          "torch.overrides torch.quasirandom torch.random torch.return_types torch.serialization torch.special torch.storage torch.torch_version torch.types torch.version torch.utils._pytree torch.utils.tensorboard torch.distributed.rpc torch.autograd.variable torch.jit._script torch.jit._trace torch.fx._symbolic_trace").split()
SKIPPED = ("tensorboard", "_internal", "_strobelight", "backcompat", "hipify", "viz", "serialization", "mkldnn", "mobile", "experimental", "passes", "rpc", "elastic", "launcher", "tensor", "checkpoint", "pipeline",
           "_shard", "_spmd", "_composable", "verification", "symbolic_", "torchscript_exporter", "_exporter_legacy", "bundled_inputs", "model_dump", "jit", "bottleneck")
#: Objects that code imports although they are neither functions nor constants by their looks.
OBJECTS = frozenset(("required", "string_classes", "inf", "nan"))
KEPT = frozenset(("torch.utils.tensorboard", "torch.utils.checkpoint", "torch.utils.mobile_optimizer", "torch.utils.bundled_inputs", "torch.utils.mkldnn", "torch.serialization"))


def modules():
    yield from SINGLE
    for package, depth in PACKAGES.items():
        yield from walk(package, depth)


def walk(name, depth):
    try:
        found = importlib.import_module(name)
    except BaseException:
        return
    yield name
    if depth and hasattr(found, "__path__"):
        for info in pkgutil.iter_modules(found.__path__):
            full = f"{name}.{info.name}"
            if full in KEPT or not any(info.name.startswith(s) for s in SKIPPED) and not info.name.startswith("_"):
                yield from walk(full, depth - 1)


def kind(torch, value):
    if isinstance(value, types.ModuleType):
        return None
    if isinstance(value, type):
        if not value.__module__.startswith("torch"):
            return None
        return "x" if issubclass(value, BaseException) else "m" if issubclass(value, torch.nn.Module) else "e" if issubclass(value, enum.Enum) else "c"
    if isinstance(value, (bool, int, float, str, type(None))):
        return "v" if not isinstance(value, str) or len(value) < 60 else None
    home = getattr(value, "__module__", None)
    if callable(value) and isinstance(home, str) and not home.startswith("torch"):
        return None
    return "f" if callable(value) else "o"


def record(out):
    import torch
    made = {}
    for name in dict.fromkeys(modules()):
        try:
            module = importlib.import_module(name)
        except BaseException:
            continue
        rows = {}
        for key in dir(module):
            if key.startswith("__") or key.startswith("_") and name != "torch._six":
                continue
            try:
                value = getattr(module, key)
            except BaseException:
                continue
            letter = kind(torch, value)
            if key in OBJECTS:
                rows[key] = "o"
            elif letter == "v" and isinstance(value, float):
                rows[key] = f"v{value!r}" if value == value and abs(value) < 1e300 else None
            elif letter == "v":
                rows[key] = f"v{value!r}" if key.upper() == key or isinstance(value, bool) else None
            else:
                rows[key] = letter
        made[name] = {k: v for k, v in rows.items() if v is not None and (v != "o" or k.upper() == k or k.startswith("default") or k in OBJECTS)}
    Path(out).write_text(json.dumps(made))
    print(torch.__version__, len(made), sum(map(len, made.values())))


def write(files):
    releases = [json.loads(Path(f).read_text()) for f in files]
    everything = (1 << len(releases)) - 1
    lines = ['"""Names of the packages around the core by release; written by test/oracle/torch_modules.py.', "",
             "A line is a module; c class, e enum, f function, m nn.Module, o object, v value (after =), x exception.",
             "`*` and a sum of 1 (1.13), 2 (2.6), 4 (2.14) where not all have it.", '"""', "", 'AROUND = """']
    for module in sorted(set().union(*releases)):
        mask = sum(1 << i for i, r in enumerate(releases) if module in r)
        parts = []
        for key in sorted(set().union(*(r.get(module, {}) for r in releases))):
            letter = next(r[module][key] for r in reversed(releases) if key in r.get(module, {}))
            bits = sum(1 << i for i, r in enumerate(releases) if key in r.get(module, {}))
            value = "=" + letter[1:].replace(" ", "\\x20") if letter[0] == "v" else ""
            parts.append(f"{letter[0]}:{key}{'' if bits == mask else f'*{bits}'}{value}")
        head = module if mask == everything else f"{module}*{mask}"
        line = head
        for part in parts:
            if len(line) + len(part) > 180:
                lines.append(line)
                line = " "
            line += " " + part
        lines.append(line)
    lines += ['"""', ""]
    target = Path(__file__).resolve().parents[2] / "server" / "python" / "torch" / "_lens" / "around.py"
    target.write_text("\n".join(lines))
    print(target, len("\n".join(lines)))


if __name__ == "__main__":
    if sys.argv[1] == "--write":
        write(sys.argv[2:])
    else:
        record(sys.argv[1])
