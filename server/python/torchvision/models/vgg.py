"""Plain convolutional networks; answers to torchvision/models/vgg.py. Weights cannot be fetched here."""
from typing import Any

import torch
import torch.nn as nn

__all__ = ["VGG"]


class VGG(nn.Module):
    def __init__(self, features: nn.Module, num_classes: int = 1000, init_weights: bool = True, dropout: float = 0.5) -> None:
        super().__init__()
        self.features = features
        self.avgpool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, 4096), nn.ReLU(True), nn.Dropout(p=dropout),
            nn.Linear(4096, 4096), nn.ReLU(True), nn.Dropout(p=dropout),
            nn.Linear(4096, num_classes),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.features(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        x = self.classifier(x)
        return x


#: Channels of each convolution, "M" for a pool.
cfgs = {
    "A": [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "B": [64, 64, "M", 128, 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "D": [64, 64, "M", 128, 128, "M", 256, 256, 256, "M", 512, 512, 512, "M", 512, 512, 512, "M"],
    "E": [64, 64, "M", 128, 128, "M", 256, 256, 256, 256, "M", 512, 512, 512, 512, "M", 512, 512, 512, 512, "M"],
}


def make_layers(cfg, batch_norm: bool = False) -> nn.Sequential:
    layers, channels = [], 3
    for v in cfg:
        if v == "M":
            layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
            continue
        layers.append(nn.Conv2d(channels, v, kernel_size=3, padding=1))
        if batch_norm:
            layers.append(nn.BatchNorm2d(v))
        layers.append(nn.ReLU(inplace=True))
        channels = v
    return nn.Sequential(*layers)


def _builder(name, letter, norm):
    def build(weights: Any = None, progress: bool = True, pretrained: bool = False, **kwargs: Any) -> VGG:
        return VGG(make_layers(cfgs[letter], norm), **kwargs)

    build.__name__ = build.__qualname__ = name
    build.__module__ = __name__
    return build


for _size, _letter in (("11", "A"), ("13", "B"), ("16", "D"), ("19", "E")):
    for _norm in (False, True):
        _name = f"vgg{_size}" + ("_bn" if _norm else "")
        globals()[_name] = _builder(_name, _letter, _norm)
        __all__.append(_name)


def __getattr__(name):
    if name.endswith("_Weights"):
        from ._weights import weights_of
        return weights_of(name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
