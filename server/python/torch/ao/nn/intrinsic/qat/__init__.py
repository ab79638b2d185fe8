"""Rows of layers that are trained as if they were quantized; answers to torch/ao/nn/intrinsic/qat/."""
import torch.nn.functional as F
from torch.ao.nn import qat

__all__ = ["ConvBn1d", "ConvBn2d", "ConvBn3d", "ConvBnReLU1d", "ConvBnReLU2d", "ConvBnReLU3d", "ConvReLU1d", "ConvReLU2d", "ConvReLU3d", "LinearBn1d", "LinearReLU", "freeze_bn_stats", "update_bn_stats"]


class _Row:
    """What is in it is no layer of its own."""

    _normed = _cut = False

    def forward(self, input):
        out = super().forward(input)
        out = self.bn(out) if self._normed else out
        return F.relu(out) if self._cut else out

    def update_bn_stats(self):
        self.bn.training = True
        return self

    def freeze_bn_stats(self):
        self.bn.training = False
        return self


for _name in __all__[:-2]:
    _layer = f"Conv{_name[-2:]}" if _name.startswith("Conv") else "Linear"
    globals()[_name] = type(_name, (_Row, getattr(qat, _layer)), {"__module__": __name__, "_normed": "Bn" in _name, "_cut": "ReLU" in _name})


def update_bn_stats(mod):
    if isinstance(mod, _Row) and mod._normed:
        mod.update_bn_stats()


def freeze_bn_stats(mod):
    if isinstance(mod, _Row) and mod._normed:
        mod.freeze_bn_stats()
