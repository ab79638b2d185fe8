"""Makes random weights and inputs for torchvision's classifiers and what eager torch gives: onnx.py FOLDER NAME..."""
import json
import os
import sys

import torch
import torchvision

import tensor_file

folder, names = sys.argv[1], sys.argv[2:]
torch.set_num_threads(2)
for name in names:
    torch.manual_seed(len(name))
    options = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
    home = torchvision.models.segmentation if hasattr(torchvision.models.segmentation, name) else torchvision.models
    more = {"weights_backbone": None} if home is torchvision.models.segmentation else {}
    model = getattr(home, name)(weights=None, **options, **more).eval()
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
        shapes = json.loads(os.environ.get("SIZES", "null")) or [[2, 3, side, side]]
        tensors = {}
        for n, shape in enumerate(shapes):
            x = torch.randn(shape)
            try:
                y = model(x)
            except Exception as error:  # what torch itself refuses
                print(name, shape, str(error).splitlines()[0], file=sys.stderr)
                y = torch.empty(0)
            tensors.update({f"<input {n}>": x, f"<output {n}>": y["out"] if isinstance(y, dict) else y})
    tensor_file.write(folder, name, {**model.state_dict(), **tensors})
    print(name, flush=True)
