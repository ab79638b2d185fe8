"""What quantized layers share."""
import torch
from torch import nn
from torch._lens import UnknownValue


def qparams_of(observer):
    """Scale and zero point for what was observed; no number where that is not known."""
    try:
        scale, zero_point = observer.calculate_qparams()
        return float(scale), int(zero_point)
    except UnknownValue:
        return float("nan"), 0


class Scaled(nn.Module):
    """Its output has a scale and a zero point, which the state dict holds as tensors."""

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        super()._save_to_state_dict(destination, prefix, keep_vars)
        destination[prefix + "scale"] = torch.tensor(self.scale)
        destination[prefix + "zero_point"] = torch.tensor(self.zero_point)

    def _load_from_state_dict(self, state_dict, prefix, *rest):
        self.scale = float(state_dict.pop(prefix + "scale"))
        self.zero_point = int(state_dict.pop(prefix + "zero_point"))


def fold_norm(layer, fold):
    """The batch norm that was trained along with a layer goes into its weights."""
    norm = layer.bn
    layer.weight, layer.bias = fold(layer.weight, layer.bias, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias)
