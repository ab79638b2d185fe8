"""Makes random weights and inputs for torchvision's classifiers and what eager torch gives: onnx.py FOLDER NAME..."""
import json
import os
import sys

import torch
import torchvision

folder, names = sys.argv[1], sys.argv[2:]
torch.set_num_threads(2)
for name in names:
    torch.manual_seed(len(name))
    options = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
    model = getattr(torchvision.models, name)(weights=None, **options).eval()
    with torch.no_grad():
        for key, t in model.state_dict().items():
            # as fresh ones are, running means and layer scales would hide mistakes
            if key.endswith("running_mean"):
                t.normal_(0, 0.1)
            elif key.endswith("running_var"):
                t.uniform_(0.8, 1.2)
            elif key.endswith("layer_scale"):
                t.uniform_(0.1, 0.5)
            elif key.endswith(".bias"):
                t.normal_(0, 0.02)
            elif key in ("heads.head.weight",):
                t.normal_(0, 0.02)
        side = 299 if name == "inception_v3" else 224
        x = torch.randn(2, 3, side, side)
        y = model(x)
    header, at = {}, 0
    with open(os.path.join(folder, name + ".bin"), "wb") as out:
        tensors = dict(model.state_dict())
        tensors["<input>"] = x
        tensors["<output>"] = y
        for key, t in tensors.items():
            data = t.contiguous().numpy().tobytes()
            header[key] = {"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape), "at": at, "bytes": len(data)}
            at += len(data)
            out.write(data)
    with open(os.path.join(folder, name + ".json"), "w") as out:
        json.dump(header, out)
    print(name, flush=True)
