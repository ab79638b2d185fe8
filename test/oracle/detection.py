"""Makes random weights and an image for torchvision's detection models and what eager torch finds in it: detection.py FOLDER NAME..."""
import json
import os
import re
import sys
import warnings

import torch
from torch import nn
from torchvision.models import detection

import tensor_file

warnings.simplefilter("ignore")
folder, names = sys.argv[1], sys.argv[2:]
OPTIONS = json.loads(os.environ["DETECTION"])
torch.set_num_threads(2)
for name in names:
    torch.manual_seed(7)
    model = getattr(detection, name)(weights=None, weights_backbone=None, **OPTIONS[name]).eval()
    first, *others = [torch.rand(3, *size) for size in ((120, 170), (203, 131), (97, 260))]

    def steady(key):
        """Scales a layer to what is spread by `gain`: sharp scores and small moves, so that some boxes are found and others fall away."""
        gain = 0.3 if re.search("bbox_(pred|reg)|regression_head.*module_list", key) else 2.0 if re.search("cls_(score|logits)|classification_head.*module_list|kps_score|mask_fcn_logits", key) else 1.0

        def hook(module, given, made):
            if made.numel() < 2:
                return made
            by = gain / made.std().clamp_min(1e-6)
            module.weight.mul_(by)
            if module.bias is not None:
                module.bias.mul_(by)
            handles.pop(key).remove()
            return made * by
        return hook

    with torch.no_grad():
        for key, t in model.state_dict().items():
            if key.endswith("running_mean"):
                t.normal_(0, 0.1)
            elif key.endswith("running_var"):
                t.uniform_(0.8, 1.2)
            elif t.dim() > 1:
                t.normal_(0, 0.05)
            elif key.endswith(".bias"):
                t.normal_(0, 0.02)
        handles = {key: m.register_forward_hook(steady(key)) for key, m in model.named_modules() if isinstance(m, (nn.Conv2d, nn.Linear))}
        model([first])
        for handle in handles.values():
            handle.remove()
        tensors = {}
        for n, x in enumerate([first, *others]):
            tensors[f"<input {n}>"] = x
            tensors.update({f"<output {n} {key}>": t for key, t in model([x])[0].items()})
    tensor_file.write(folder, name, {**model.state_dict(), **tensors})
