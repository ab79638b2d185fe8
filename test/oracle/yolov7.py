"""Builds the model of each YAML of a yolov7 checkout, three ways. Runs over real torch and over the stand-in.

What a checkout imports beside torch and is not installed is replaced, when real torch is asked, by modules that answer to any name.
"""
import sys

OUTSIDE = ("cv2", "pandas", "matplotlib", "seaborn", "PIL", "scipy", "requests", "tqdm", "pycocotools", "IPython", "wandb", "torchvision")


def replace_missing():
    import importlib.util
    from unittest.mock import MagicMock

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None):
            if name.partition(".")[0] not in OUTSIDE:
                return None
            return importlib.util.spec_from_loader(name, Finder, is_package=True)

        @staticmethod
        def create_module(spec):
            made = MagicMock(name=spec.name)
            made.__path__ = []
            made.__spec__ = spec
            return made

        @staticmethod
        def exec_module(module):
            pass
    sys.meta_path.append(Finder)


def quick():
    """No time is spent on random values that nobody looks at."""
    import torch
    for name in ("normal_", "uniform_", "trunc_normal_", "kaiming_normal_", "kaiming_uniform_", "xavier_uniform_", "xavier_normal_"):
        setattr(torch.nn.init, name, lambda tensor, *args, **kwargs: tensor)
    # the products of fusing take most of the time, and only their shapes are compared
    torch.mm = lambda a, b: (a[:, :1] * b[:1]).expand(a.shape[0], b.shape[1]).contiguous()


def digest(rows):
    import hashlib
    return [len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]]


def shapes(torch, value):
    if isinstance(value, torch.Tensor):
        return [list(value.shape), str(value.dtype)]
    return [type(value).__name__, *[shapes(torch, v) for v in value]]


def described(torch, model, train):
    head = model.model[-1]
    model.train(train)
    state = [f"{k} {list(v.shape)} {v.dtype}" for k, v in model.state_dict().items()]
    modules = [f"{n} {type(m).__module__}.{type(m).__qualname__} {m.training}" for n, m in model.named_modules()]
    gradients = [f"{n} {p.requires_grad} {p.is_leaf}" for n, p in model.named_parameters()]
    with torch.no_grad():
        out = shapes(torch, model(torch.zeros(1, 3, 128, 64)))
    rounded = lambda t: [round(v, 6) for v in t.flatten().tolist()]
    return {
        "parameters": sum(p.numel() for p in model.parameters()), "modules": digest(modules), "state": digest(state), "gradients": digest(gradients),
        "stride": rounded(model.stride), "anchors": rounded(head.anchors), "anchor_grid": rounded(head.anchor_grid), "out": out, "save": list(model.save), "names": len(model.names),
        "repr": digest([repr(model)]), "head": sorted(k for k in head.__dict__ if not k.startswith("_")),
        "numbers": [(m.i, m.f, m.type, m.np) for m in model.model],
    }


kept = {}


def built(cfg):
    if cfg not in kept:
        from models.yolo import Model
        kept.clear()
        kept[cfg] = Model(cfg)
    return kept[cfg]


def answers(names):
    import contextlib
    import copy
    import io
    import torch
    if not hasattr(torch, "_lens_version"):
        quick()
        replace_missing()
    for name in names:
        cfg, mode = name.split("|")
        with contextlib.redirect_stdout(io.StringIO()):
            model = copy.deepcopy(built(cfg))
            if mode.startswith("fused"):
                model.eval()
                with torch.set_grad_enabled(mode == "fused with gradients"):
                    model.fuse()
            yield described(torch, model, mode == "train")
