"""Builds and scripts torchvision models with real torch and prints, a model a line, what came out.

    torchvision_schemas.py NAME... -> {"name", "parameters", "methods": {name: schema}}
"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "conformance"))
import torch  # noqa: E402
import torchvision  # noqa: E402
from record import describe  # noqa: E402

for name in sys.argv[1:]:
    options = {"init_weights": False} if name in ("googlenet", "inception_v3") else {}
    model = getattr(torchvision.models, name)(weights=None, **options)
    methods = describe(torch.jit.script(model))
    print(json.dumps({
        "name": name, "parameters": sum(p.numel() for p in model.parameters()),
        "methods": {k: m["schema"] for k, m in methods.items() if "schema" in m},
        "graphs": {k: m["graph"] for k, m in methods.items() if "graph" in m},
    }), flush=True)
