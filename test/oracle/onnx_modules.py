"""Makes the modules of onnx_modules.txt, random weights and inputs for them, and what eager torch gives: onnx_modules.py FOLDER CASES [NAME...]"""
import ctypes
import json
import os
import re
import sys
import warnings

import torch

HEAD = "import math\nfrom typing import Dict, List, Optional, Tuple\nimport torch\nfrom torch import nn, Tensor\nimport torch.nn.functional as F\n\n"
# the file is made for other sizes, and run with each of these
RUNS = [{"N": 2, "M": 5}, {"N": 5, "M": 12}, {"N": 1, "M": 17}, {"N": 4, "M": 1}]
warnings.simplefilter("ignore")


def source_of(body):
    """The text of a file whose `model` is the module that the line tells."""
    head = ("import torchvision\n" if "torchvision." in body else "") + HEAD
    found = re.match(r"(?:\((self\.\w+ = .*?)\) )?\(([\w, :=\[\]]*)\) (.*)$", body)
    if not found or body.startswith("nn.") or body.startswith("torchvision."):
        return head + f"model = {body}.eval()\n"
    state, parameters, text = found.groups()
    lines = [re.sub(r"^(>*) ?", lambda m: "    " * len(m.group(1)), part.strip()) for part in text.split(";;")]
    if len(lines) == 1 and not lines[0].startswith("return "):
        lines = ["return " + lines[0]]
    made = head + "class Case(nn.Module):\n"
    if state:
        made += f"    def __init__(self):\n        super().__init__()\n        {state}\n\n"
    made += f"    def forward(self, {parameters}):\n" + "".join(f"        {line}\n" for line in lines)
    return made + "\n\nmodel = Case().eval()\n"


def inputs_of(text, sizes_of):
    opened = []

    def sizes(given):
        opened.append({str(i): s for i, s in enumerate(given) if isinstance(s, str)})
        return [sizes_of[s] if isinstance(s, str) else s for s in given]

    def plain(make):
        return lambda *given: make(sizes(given))

    scope = {
        "torch": torch, "f": plain(torch.randn), "u": plain(torch.rand), "p": plain(lambda s: torch.rand(s) + 0.3),
        "b": plain(lambda s: torch.rand(s) > 0.5), "i": lambda below, *given: torch.randint(0, below, sizes(given)),
    }
    made = eval(f"({text},)", scope)
    return made, opened + [{}] * (len(made) - len(opened))


def leaves(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [t for v in value for t in leaves(v)] if isinstance(value, (list, tuple)) else [torch.tensor(value, dtype=torch.float64 if isinstance(value, float) else None)] if value is not None else []


def main():
    folder, cases, names = sys.argv[1], sys.argv[2], set(sys.argv[3:])
    torch.set_num_threads(1)
    header, at = {}, 0
    with open(cases) as lines, open(os.path.join(folder, "cases.bin"), "wb") as out:
        for line in lines:
            found = re.match(r"(!?)(\w+): (.*) \| (.*)$", line.rstrip())
            if not found or names and found.group(2) not in names:
                continue
            refused, name, body, given = found.groups()
            file = os.path.join(folder, f"case_{name}.py")
            text = source_of(body)
            with open(file, "w") as to:
                to.write(text)
            torch.manual_seed(7)
            case = {"refused": bool(refused), "tensors": {}, "open": []}
            try:
                scope = {"__name__": name}
                exec(compile(text, file, "exec"), scope)
                model = scope["model"]
                for key, t in model.state_dict().items():
                    if key.endswith("running_mean"):
                        t.normal_(0, 0.1)
                    elif key.endswith("running_var"):
                        t.uniform_(0.8, 1.2)
                inputs, case["open"] = inputs_of(given, RUNS[0])
                with torch.no_grad():
                    outputs = leaves(model(*[t.clone() for t in inputs]))
            except Exception as error:
                case["error"] = f"{type(error).__name__}: {error}".splitlines()[0]
                header[name] = case
                continue
            tensors = dict(model.state_dict())
            tensors.update({f"<in {n}>": t for n, t in enumerate(inputs)})
            tensors.update({f"<out {n}>": t for n, t in enumerate(outputs)})
            for k, sizes in enumerate(RUNS[1:] if any(case["open"]) else [], 1):
                inputs, _ = inputs_of(given, sizes)
                try:
                    with torch.no_grad():
                        outputs = leaves(model(*[t.clone() for t in inputs]))
                except Exception:
                    continue
                tensors.update({f"<{k} in {n}>": t for n, t in enumerate(inputs)})
                tensors.update({f"<{k} out {n}>": t for n, t in enumerate(outputs)})
            for key, t in tensors.items():
                t = t.detach().contiguous()
                data = ctypes.string_at(t.data_ptr(), t.numel() * t.element_size()) if t.numel() else b""
                case["tensors"][key] = {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape), "at": at, "bytes": len(data)}
                at += len(data)
                out.write(data)
            header[name] = case
    with open(os.path.join(folder, "cases.json"), "w") as to:
        json.dump(header, to)


main()
