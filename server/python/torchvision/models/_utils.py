"""Taking the results of layers inside of a model; answers to torchvision/models/_utils.py."""
from collections import OrderedDict
from typing import Dict, Optional

from torch import nn


class IntermediateLayerGetter(nn.ModuleDict):
    """The children of a model up to the last one that is asked for; gives the asked results under new names."""

    _version = 2
    __annotations__ = {"return_layers": Dict[str, str]}

    def __init__(self, model: nn.Module, return_layers: Dict[str, str]) -> None:
        known = [name for name, _ in model.named_children()]
        if not set(return_layers).issubset(known):
            raise ValueError("return_layers are not present in model")
        open_ = {str(k) for k in return_layers}
        kept = OrderedDict()
        for name, child in model.named_children():
            kept[name] = child
            open_.discard(name)
            if not open_:
                break
        super().__init__(kept)
        self.return_layers = return_layers

    def forward(self, x):
        out = OrderedDict()
        for name, module in self.items():
            x = module(x)
            if name in self.return_layers:
                out_name = self.return_layers[name]
                out[out_name] = x
        return out


def _make_divisible(v: float, divisor: int, min_value: Optional[int] = None) -> int:
    """The nearest multiple of `divisor`, not more than a tenth below `v`."""
    least = divisor if min_value is None else min_value
    found = max(least, int(v + divisor / 2) // divisor * divisor)
    return found + divisor if found < 0.9 * v else found
