"""A detector built from a YAML file, with the mistakes that such models really have.

    torchscript-lens check samples/detector/model.py:Detector --root samples/detector
"""
import math
from pathlib import Path

import torch
import torch.nn as nn
import yaml

from layers import Bottleneck, Concat, ConvBlock, PyramidPool, Upsample

DEFAULT_CONFIG = Path(__file__).resolve().parents[2] / "cfg" / "models" / "detector.yaml"


class DetectionHead(nn.Module):
    """Turns feature maps into boxes: (batch, anchors x cells, 5 + classes)."""

    stride = None  # set once the model is built
    export = False  # a flag on the class, switched before an export

    def __init__(self, classes, anchors, channels):
        super().__init__()
        self.outputs = classes + 5
        self.levels = len(anchors)
        self.per_cell = len(anchors[0]) // 2
        self.grid = [torch.zeros(1)] * self.levels
        table = torch.tensor(anchors).float().view(self.levels, -1, 2)
        self.register_buffer("anchors", table)
        self.register_buffer("anchor_grid", table.clone().view(self.levels, 1, -1, 1, 1, 2))
        self.convs = nn.ModuleList(nn.Conv2d(c, self.outputs * self.per_cell, 1) for c in channels)

    def forward(self, x):
        boxes = []
        if self.export:
            self.training = True
        for i in range(self.levels):
            x[i] = self.convs[i](x[i])
            batch, _, rows, columns = x[i].shape
            x[i] = x[i].view(batch, self.per_cell, self.outputs, rows, columns).permute(0, 1, 3, 4, 2).contiguous()
            if not self.training:
                self.grid[i] = self.make_grid(columns, rows)
                y = x[i].sigmoid()
                centre = (y[..., 0:2] * 2.0 - 0.5 + self.grid[i]) * self.stride[i]
                size = (y[..., 2:4] * 2) ** 2 * self.anchor_grid[i]
                boxes.append(torch.cat((centre, size, y[..., 4:]), -1).view(batch, -1, self.outputs))
        return x if self.training else (torch.cat(boxes, 1), x)

    @staticmethod
    def make_grid(columns=20, rows=20):
        y, x = torch.meshgrid([torch.arange(rows), torch.arange(columns)])
        return torch.stack((x, y), 2).view(1, 1, rows, columns, 2).float()


LAYERS = {c.__name__: c for c in (ConvBlock, Bottleneck, PyramidPool, Upsample, Concat, DetectionHead)}


def parse_model(config, channels):
    """Rows of the YAML file to layers. Gives the layers and which outputs are kept."""
    outputs, layers, kept = [channels], [], set()
    for index, (source, repeats, name, args) in enumerate(config["backbone"] + config["head"]):
        kind = LAYERS[name]
        sources = source if isinstance(source, list) else [source]
        incoming = [outputs[s if s < 0 else s + 1] for s in sources]
        repeats = max(round(repeats * config["depth"]), 1) if repeats > 1 else repeats
        if kind in (ConvBlock, Bottleneck, PyramidPool):
            out = math.ceil(args[0] * config["width"] / 8) * 8
            args = [incoming[0], out, *args[1:]]
        elif kind is Concat:
            out = sum(incoming)
        elif kind is DetectionHead:
            out = None
            args = [config["classes"], config["anchors"], incoming]
        else:
            out = incoming[0]
        if repeats > 1:
            layer = nn.Sequential(*(kind(*(args if n == 0 else [out, *args[1:]])) for n in range(repeats)))
        else:
            layer = kind(*args)
        layer.index, layer.source = index, source
        kept.update(s % index for s in sources if s != -1)
        layers.append(layer)
        outputs.append(out)
    return nn.Sequential(*layers), sorted(kept)


class Detector(nn.Module):
    def __init__(self, config=DEFAULT_CONFIG, channels=3):
        super().__init__()
        if not isinstance(config, dict):
            with open(config) as stream:
                config = yaml.safe_load(stream)
        self.model, self.kept = parse_model(config, channels)
        head = self.model[-1]
        size = 128
        head.stride = torch.tensor([size / level.shape[-2] for level in self.forward(torch.zeros(1, channels, size, size))])
        head.anchors /= head.stride.view(-1, 1, 1)

    def forward(self, x):
        outputs = []
        for layer in self.model:
            if layer.source != -1:
                x = outputs[layer.source] if isinstance(layer.source, int) else [x if s == -1 else outputs[s] for s in layer.source]
            x = layer(x)
            outputs.append(x if layer.index in self.kept else None)
        return x


if __name__ == "__main__":
    model = Detector()
    data = torch.rand(1, 3, 128, 128)
    scripted = torch.jit.script(model(data))  # scripts the list that the model returned, not the model
    print(type(scripted))
