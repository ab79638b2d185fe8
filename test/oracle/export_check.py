"""Makes random weights with real torch (make NAME FILE), and holds an archive against the eager model with the same weights (check NAME WEIGHTS ARCHIVE)."""
import os
import sys

sys.dont_write_bytecode = True
import torch
import torchvision

torch.set_num_threads(1)


def build(name):
    torch.manual_seed(0)
    models = torchvision.models
    if name in ("googlenet", "inception_v3"):
        model = getattr(models, name)(weights=None, init_weights=False)
    elif "rcnn" in name:
        model = getattr(models.detection, name)(weights=None, weights_backbone=None)
    elif "deeplab" in name:
        model = getattr(models.segmentation, name)(weights=None, weights_backbone=None)
    else:
        model = getattr(models, name)(weights=None)
    for key, value in model.state_dict().items():
        if key.endswith("running_mean"):
            value.normal_(0, 0.1)
        elif key.endswith("running_var"):
            value.uniform_(0.5, 1.5)
    return model


def flat(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for k in value for t in flat(value[k])]
    if isinstance(value, (list, tuple)):
        return [t for x in value for t in flat(x)]
    return []


what, name, weights = sys.argv[1:4]
model = build(name)
if what == "make":
    torch.save(model.state_dict(), weights)
else:
    model.load_state_dict(torch.load(weights))
    model.eval()
    scripted = torch.jit.load(sys.argv[4])
    size = 299 if name == "inception_v3" else 224
    x = torch.rand(1, 3, size, size)
    with torch.no_grad():
        if "rcnn" in name:
            want, got = flat(model([x[0]])), flat(scripted([x[0]])[1])
        else:
            want, got = flat(model(x)), flat(scripted(x))
    same = len(want) == len(got) and all(torch.equal(a, b) for a, b in zip(want, got))
    worst = max([float((a - b).abs().max()) for a, b in zip(want, got) if a.shape == b.shape and a.numel()] or [0.0])
    state = {k: (tuple(v.shape), v.dtype) for k, v in model.state_dict().items()} == {k: (tuple(v.shape), v.dtype) for k, v in scripted.state_dict().items()}
    print("equal" if same and state else f"different: outputs {same}, largest difference {worst}, state_dict {state}", flush=True)
os._exit(0)
