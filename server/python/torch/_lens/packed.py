"""What torch's C++ keeps quantized weights in: objects of its own classes, of which Python sees nothing."""


class ScriptObject:
    """`name`: of its class, below torch.classes; `held`: what it was made of."""

    def __init__(self, name, *held):
        self._lens_class, self._lens_held = name, held

    def __deepcopy__(self, memo):
        return self

    def unpack(self):
        return self._lens_held


ScriptObject.__module__ = "torch"


def _prepack(name):
    return lambda weight, bias=None, *rest: ScriptObject(name, weight, bias)


def _unpack(packed):
    return packed.unpack()


OPERATORS = {}
for _operator, _name in (
    ("linear", "Linear"), ("conv1d", "Conv2d"), ("conv2d", "Conv2d"), ("conv3d", "Conv3d"),
    ("conv_transpose1d", "Conv2d"), ("conv_transpose2d", "Conv2d"), ("conv_transpose3d", "Conv3d"),
):
    OPERATORS[f"torch.ops.quantized.{_operator}_prepack"] = _prepack(f"quantized.{_name}PackedParamsBase")
    OPERATORS[f"torch.ops.quantized.{_operator}_unpack"] = _unpack
OPERATORS["torch.ops.quantized.linear_prepack_fp16"] = OPERATORS["torch.ops.quantized.linear_prepack"]
OPERATORS["torch.ops.quantized.linear_unpack_fp16"] = _unpack
OPERATORS["torch.ops.quantized.embedding_bag_prepack"] = lambda weight: ScriptObject("quantized.EmbeddingPackedParamsBase", weight)
OPERATORS["torch.ops.quantized.embedding_bag_unpack"] = lambda packed: packed.unpack()[0]
for _operator in ("dynamic", "fp16"):
    OPERATORS[f"torch.ops.quantized.make_quantized_cell_params_{_operator}"] = lambda *held: ScriptObject("rnn.CellParamsBase", *held)


def quantized(weight, dtype):
    """A quantized tensor of a weight's shape: which numbers it holds is not computed."""
    import torch
    return torch.empty(tuple(weight.shape), dtype=dtype)
