"""Holds archives against eager models: make FOLDER NAME... writes random weights, an input and what the eager model gives
for it; check FOLDER VERSION... NAME... loads every archive NAME.VERSION.pt and prints what it finds as a line of JSON each."""
import json
import os
import sys
import warnings

warnings.filterwarnings("ignore")
sys.dont_write_bytecode = True
import torch

torch.set_num_threads(1)
what, folder, *rest = sys.argv[1:]
names = [n for n in rest if not n[0].isdigit()]
versions = [n for n in rest if n[0].isdigit()]


def yolo(name):
    return name.startswith(("deploy.", "training.", "baseline."))


def built(name):
    torch.manual_seed(0)
    if yolo(name):
        import contextlib
        import io
        import yolov7
        yolov7.replace_missing()
        sys.path.insert(0, os.path.join(folder, "checkout"))
        from models.yolo import Model
        with contextlib.redirect_stdout(io.StringIO()):
            return Model(os.path.join(folder, "checkout/cfg", *name.split(".", 1)) + ".yaml")
    import torchvision
    models = torchvision.models
    if name in ("googlenet", "inception_v3"):
        return getattr(models, name)(weights=None, init_weights=False)
    if "rcnn" in name:
        return getattr(models.detection, name)(weights=None, weights_backbone=None)
    if "deeplab" in name:
        return getattr(models.segmentation, name)(weights=None, weights_backbone=None)
    return getattr(models, name)(weights=None)


def varied(model):
    """As fresh ones are, running means and layer scales would hide mistakes."""
    for key, t in model.state_dict().items():
        if key.endswith("running_mean"):
            t.normal_(0, 0.1)
        elif key.endswith("running_var"):
            t.uniform_(0.7, 1.3)
        elif key.endswith("layer_scale"):
            t.uniform_(0.1, 0.5)
        elif key.endswith(".bias") or key == "heads.head.weight":
            t.normal_(0, 0.02)
    return model


def flat(value):
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, dict):
        return [t for k in value for t in flat(value[k])]
    return [t for x in value for t in flat(x)] if isinstance(value, (list, tuple)) else []


def run(name, model, x, scripted=False):
    """What the model gives for a batch; detectors take a list of images."""
    with torch.no_grad():
        if "rcnn" in name:
            made = model(list(x))
            return flat(made[1] if scripted else made)
        return flat(model(x))


def side(name):
    return 128 if yolo(name) else 299 if name == "inception_v3" else 224


def raw(name, tensors):
    """Tensors as bytes, for readers without torch."""
    rows, at = [], 0
    with open(os.path.join(folder, name + ".bin"), "wb") as out:
        for t in tensors:
            data = t.contiguous().numpy().tobytes()
            rows.append({"dtype": str(t.dtype).replace("torch.", ""), "shape": list(t.shape), "at": at, "bytes": len(data)})
            at += len(data)
            out.write(data)
    with open(os.path.join(folder, name + ".json"), "w") as out:
        json.dump(rows, out)


def make(name):
    model = varied(built(name)).eval()
    torch.manual_seed(len(name))
    x = torch.randn(2, 3, side(name), side(name))
    torch.save(model.state_dict(), os.path.join(folder, name + ".pth"))
    torch.save(x, os.path.join(folder, name + ".x"))
    raw(name, [x, *run(name, model, x)])


def described(model):
    return {k: (tuple(v.shape), v.dtype) for k, v in model.state_dict().items()}


def check(name):
    x = torch.load(os.path.join(folder, name + ".x"))
    model = built(name)
    model.load_state_dict(torch.load(os.path.join(folder, name + ".pth")))
    model.eval()
    want = run(name, model, x)
    for version in versions:
        archive = os.path.join(folder, f"{name}.{version}.pt")
        if not os.path.exists(archive):
            continue
        row = {"name": name, "archive": version}
        try:
            scripted = torch.jit.load(archive)
            got = run(name, scripted, x, scripted=True)
            row["outputs"] = len(got)
            row["shapes"] = [tuple(t.shape) for t in want] == [tuple(t.shape) for t in got]
            row["equal"] = row["shapes"] and all(torch.equal(a, b) for a, b in zip(want, got))
            row["worst"] = max([float((a - b).abs().max() / a.abs().max().clamp_min(1e-6)) for a, b in zip(want, got) if a.shape == b.shape and a.numel()] or [0.0])
            # a trace has the tensors that the run used
            row["state"] = yolo(name) or described(model) == described(scripted)
        except Exception as error:
            row["error"] = str(error).strip().split("\n")[0][:300]
        print(json.dumps(row), flush=True)


for name in names:
    try:
        make(name) if what == "make" else check(name)
    except Exception as error:
        print(json.dumps({"name": name, "error": f"{type(error).__name__}: {error}".split("\n")[0][:300]}), flush=True)
sys.stdout.flush()
os._exit(0)
