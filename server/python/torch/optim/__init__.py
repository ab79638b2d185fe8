"""Optimizers that can be made and stepped, and change nothing."""


class Optimizer:
    def __init__(self, params, defaults=None, **kwargs):
        if hasattr(params, "dim"):
            raise TypeError("an optimizer takes several parameters, not one tensor")
        params = list(params)
        if not params:
            raise ValueError("an optimizer needs parameters")
        self.defaults = {**(defaults if isinstance(defaults, dict) else {}), **kwargs}
        if params and not isinstance(params[0], dict):
            params = [{"params": params}]
        self.param_groups = []
        for group in params:
            self.add_param_group(group)
        self.state = {}

    def step(self, closure=None):
        return closure() if closure is not None else None

    def zero_grad(self, set_to_none=True):
        for group in self.param_groups:
            for p in group["params"]:
                p.grad = None

    def state_dict(self):
        return {"state": {}, "param_groups": [{k: v for k, v in g.items() if k != "params"} for g in self.param_groups]}

    def load_state_dict(self, state_dict):
        pass

    def add_param_group(self, group):
        given = group["params"]
        self.param_groups.append({**self.defaults, **group, "params": [given] if hasattr(given, "dim") else list(given)})


def _named(name):
    def __init__(self, params, lr=1e-3, *args, **kwargs):
        Optimizer.__init__(self, params, {"lr": lr, **kwargs})
    return type(name, (Optimizer,), {"__init__": __init__, "__module__": f"torch.optim.{name.lower()}"})


Adam, AdamW, RMSprop, Adagrad, Adadelta, Adamax, NAdam, RAdam, SparseAdam, LBFGS, ASGD, Rprop, Adafactor, Muon = (
    _named(n) for n in "Adam AdamW RMSprop Adagrad Adadelta Adamax NAdam RAdam SparseAdam LBFGS ASGD Rprop Adafactor Muon".split())
from .sgd import SGD  # noqa: E402,F401
from . import lr_scheduler, swa_utils  # noqa: E402,F401
