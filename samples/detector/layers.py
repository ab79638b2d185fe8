"""Layers of the sample detector."""
import torch
import torch.nn as nn
import torch.nn.functional as F


def same_padding(kernel, padding=None):
    return kernel // 2 if padding is None else padding


class ConvBlock(nn.Module):
    """Convolution, normalisation, activation."""

    def __init__(self, channels_in, channels_out, kernel=1, stride=1, groups=1, act=True):
        super().__init__()
        self.conv = nn.Conv2d(channels_in, channels_out, kernel, stride, same_padding(kernel), groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(channels_out)
        self.act = nn.SiLU() if act else nn.Identity()

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))

    def forward_fused(self, x):
        return self.act(self.conv(x))


class Bottleneck(nn.Module):
    """Two convolutions with a way around them."""

    def __init__(self, channels_in, channels_out, shortcut=True, expansion=0.5):
        super().__init__()
        hidden = int(channels_out * expansion)
        self.reduce = ConvBlock(channels_in, hidden, 1)
        self.expand = ConvBlock(hidden, channels_out, 3)
        self.add = shortcut and channels_in == channels_out

    def forward(self, x):
        y = self.expand(self.reduce(x))
        return x + y if self.add else y


class PyramidPool(nn.Module):
    """Max pooling at several sizes, side by side."""

    def __init__(self, channels_in, channels_out, sizes=(5, 9, 13)):
        super().__init__()
        hidden = channels_in // 2
        self.reduce = ConvBlock(channels_in, hidden, 1)
        self.pools = nn.ModuleList(nn.MaxPool2d(k, 1, k // 2) for k in sizes)
        self.expand = ConvBlock(hidden * (len(sizes) + 1), channels_out, 1)

    def forward(self, x):
        x = self.reduce(x)
        return self.expand(torch.cat([x] + [pool(x) for pool in self.pools], 1))


class Upsample(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = float(factor)

    def forward(self, x):
        return F.interpolate(x, scale_factor=self.factor, mode="nearest")


class Concat(nn.Module):
    """Joins feature maps. Without an annotation TorchScript takes `x` for one Tensor."""

    def __init__(self, dimension=1):
        super().__init__()
        self.dimension = dimension

    def forward(self, x):
        return torch.cat(x, self.dimension)
