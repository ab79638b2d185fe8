"""Builds torchvision's models by name: what their parameters and state are. Runs over real torch and over the stand-in."""


def quick():
    """No time is spent on values that nobody looks at."""
    import torch
    for name in ("normal_", "uniform_", "trunc_normal_", "kaiming_normal_", "kaiming_uniform_", "xavier_uniform_", "xavier_normal_", "orthogonal_", "constant_", "ones_", "zeros_"):
        setattr(torch.nn.init, name, lambda tensor, *args, **kwargs: tensor)


def digest(rows):
    import hashlib
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]


def answers(names):
    import torch
    import torchvision.models as models
    if not hasattr(torch, "_lens_version"):
        quick()
    for name in names:
        builder = models.get_model if hasattr(models, "get_model") else None
        options = {"weights": None}
        if "init_weights" in builder_of(models, name).__code__.co_varnames or name in ("googlenet", "inception_v3", "quantized_googlenet", "quantized_inception_v3"):
            options["init_weights"] = False
        if "rcnn" in name or "retinanet" in name or "fcos" in name or "ssd" in name or name.startswith(("deeplab", "fcn", "lraspp")):
            options["weights_backbone"] = None
        model = builder(name, **options)
        state = [f"{k} {list(v.shape)} {v.dtype}" if isinstance(v, torch.Tensor) else f"{k} {type(v).__name__}" for k, v in model.state_dict().items()]
        modules = [f"{n} {type(m).__module__}.{type(m).__qualname__}" for n, m in model.named_modules()]
        yield {
            "parameters": sum(p.numel() for p in model.parameters()), "buffers": sum(b.numel() for b in model.buffers()),
            "requires_grad": sum(p.requires_grad for p in model.parameters()), "state": state if len(state) < 60 else [len(state), digest(state)],
            "modules": len(modules), "names": digest(modules), "repr": digest([repr(model)]),
        }


def builder_of(models, name):
    import inspect
    from torchvision.models._api import BUILTIN_MODELS
    return inspect.unwrap(BUILTIN_MODELS[name])
