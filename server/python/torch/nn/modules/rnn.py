"""Recurrent layers; answers to torch/nn/modules/rnn.py.

`forward` has two declared overloads (a tensor, a packed sequence) and one body
without annotations: the script compiler compiles the body once per overload.
"""

import math
import numbers
import warnings
import weakref
from typing import List, Optional, Tuple, overload

import torch
from torch import _VF, Tensor
from torch._jit_internal import _overload_method

from .. import _target as _at
from .. import init
from ..parameter import Parameter
from ..utils.rnn import PackedSequence
from .module import Module

__all__ = ["RNNBase", "RNN", "LSTM", "GRU", "RNNCellBase", "RNNCell", "LSTMCell", "GRUCell"]

_rnn_impls = {"RNN_TANH": _VF.rnn_tanh, "RNN_RELU": _VF.rnn_relu}

_GATES = {"LSTM": 4, "GRU": 3, "RNN_TANH": 1, "RNN_RELU": 1}


def _apply_permutation(tensor: Tensor, permutation: Tensor, dim: int = 1) -> Tensor:
    return tensor.index_select(dim, permutation)


def apply_permutation(tensor: Tensor, permutation: Tensor, dim: int = 1) -> Tensor:
    warnings.warn("apply_permutation is deprecated: use tensor.index_select(dim, permutation)", stacklevel=2)
    return _apply_permutation(tensor, permutation, dim)


def _weight_names(layer, suffix, bias, projected):
    kinds = ["weight_ih", "weight_hh"]
    if bias:
        kinds += ["bias_ih", "bias_hh"]
    if projected:
        kinds += ["weight_hr"]
    return [f"{kind}_l{layer}{suffix}" for kind in kinds]


def _check_arguments(mode, input_size, hidden_size, num_layers, bias, batch_first, dropout, proj_size):
    number = isinstance(dropout, numbers.Number) and not isinstance(dropout, bool)
    if not number or not 0 <= dropout <= 1:
        raise ValueError(f"dropout is a number in [0, 1], not {dropout!r}")
    if dropout > 0 and num_layers == 1:
        warnings.warn(f"dropout={dropout} acts between layers, and there is one layer only", stacklevel=4)
    if _at.v2_6:
        for name, value in (("input_size", input_size), ("hidden_size", hidden_size)):
            if not isinstance(value, int):
                raise TypeError(f"{name} is an int, not a {type(value).__name__}")
        for name, value in (("hidden_size", hidden_size), ("num_layers", num_layers)):
            if value <= 0:
                raise ValueError(f"{name} must be above zero")
    if _at.v2_14:
        for name, value in (("bias", bias), ("batch_first", batch_first)):
            if not isinstance(value, bool):
                raise TypeError(f"{name} is a bool, not a {type(value).__name__}")
        if input_size <= 0:
            raise ValueError("input_size must be above zero")
    if proj_size < 0:
        raise ValueError("proj_size must not be negative; zero means no projection")
    if proj_size >= hidden_size:
        raise ValueError("proj_size must be below hidden_size")
    if mode not in _GATES:
        raise ValueError(f"no recurrent layer is called {mode}")


class RNNBase(Module):
    __constants__ = [
        "mode",
        "input_size",
        "hidden_size",
        "num_layers",
        "bias",
        "batch_first",
        "dropout",
        "bidirectional",
        "proj_size",
    ]
    __jit_unused_properties__ = ["all_weights"]

    mode: str
    input_size: int
    hidden_size: int
    num_layers: int
    bias: bool
    batch_first: bool
    dropout: float
    bidirectional: bool
    proj_size: int

    def __init__(
        self,
        mode: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device=None,
        dtype=None,
    ) -> None:
        super().__init__()
        _check_arguments(mode, input_size, hidden_size, num_layers, bias, batch_first, dropout, proj_size)
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        if _at.v2_6:
            self._flat_weight_refs = []

        gates = _GATES[mode] * hidden_size
        directions = ("", "_reverse") if bidirectional else ("",)
        output_size = proj_size or hidden_size
        shapes = {"hh": (gates, output_size), "hr": (proj_size, hidden_size)}
        self._flat_weights_names = []
        self._all_weights = []
        for layer in range(num_layers):
            shapes["ih"] = (gates, output_size * len(directions) if layer else input_size)
            for suffix in directions:
                names = _weight_names(layer, suffix, bias, proj_size > 0)
                for name in names:
                    kind, which = name.split("_")[:2]
                    shape = (gates,) if kind == "bias" else shapes[which]
                    setattr(self, name, Parameter(torch.empty(shape, device=device, dtype=dtype)))
                self._flat_weights_names.extend(names)
                self._all_weights.append(names)
        self._init_flat_weights()
        self.reset_parameters()

    def _init_flat_weights(self):
        self._flat_weights = [getattr(self, name, None) for name in self._flat_weights_names]
        if _at.v2_6:
            self._flat_weight_refs = [None if w is None else weakref.ref(w) for w in self._flat_weights]
        self.flatten_parameters()

    def __setattr__(self, attr, value):
        names = self.__dict__.get("_flat_weights_names", ())
        if attr in names and "_flat_weights" in self.__dict__:
            self._flat_weights[names.index(attr)] = value
        super().__setattr__(attr, value)

    # A matter of CUDA memory: nothing to do here. What stands in it, a compiled call is refused for.
    if _at.v2_6:
        def flatten_parameters(self) -> None:
            return
            {p.data_ptr() for p in self._flat_weights}
    else:
        def flatten_parameters(self) -> None:
            return
            import torch.backends.cudnn as rnn  # noqa: F401

    def _apply(self, fn, recurse=True):
        if _at.v2_6:
            self._flat_weight_refs = []
        result = super()._apply(fn, recurse)
        self._init_flat_weights()
        return result

    def reset_parameters(self) -> None:
        bound = self.hidden_size**-0.5 if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)

    def check_input(self, input: Tensor, batch_sizes: Optional[Tensor]) -> None:
        if _at.v2_6:
            if not torch.jit.is_scripting():
                if input.dtype != self._flat_weights[0].dtype and not torch.is_autocast_enabled():
                    raise ValueError(f"the input is {input.dtype}, the weights are {self._flat_weights[0].dtype}")
        expected = 2 if batch_sizes is not None else 3
        if input.dim() != expected:
            raise RuntimeError(f"the input needs {expected} dimensions, it has {input.dim()}")
        if self.input_size != input.size(-1):
            raise RuntimeError(f"the last dimension of the input must be {self.input_size}, it is {input.size(-1)}")

    def get_expected_hidden_size(self, input: Tensor, batch_sizes: Optional[Tensor]) -> Tuple[int, int, int]:
        if batch_sizes is not None:
            batch = int(batch_sizes[0])
        else:
            batch = input.size(0) if self.batch_first else input.size(1)
        directions = 2 if self.bidirectional else 1
        if self.proj_size > 0:
            expected = (self.num_layers * directions, batch, self.proj_size)
        else:
            expected = (self.num_layers * directions, batch, self.hidden_size)
        return expected

    def check_hidden_size(
        self,
        hx: Tensor,
        expected_hidden_size: Tuple[int, int, int],
        msg: str = "the hidden state needs size {}, it has {}",
    ) -> None:
        if hx.size() != expected_hidden_size:
            raise RuntimeError(msg.format(expected_hidden_size, list(hx.size())))

    if _at.v2_6:

        def _weights_have_changed(self):
            return any(
                ref is not None and getattr(self, name, None) is not None and ref() is not getattr(self, name)
                for ref, name in zip(self._flat_weight_refs, self._flat_weights_names)
            )

    def check_forward_args(self, input: Tensor, hidden: Tensor, batch_sizes: Optional[Tensor]):
        self.check_input(input, batch_sizes)
        expected = self.get_expected_hidden_size(input, batch_sizes)

        self.check_hidden_size(hidden, expected)

    def permute_hidden(self, hx: Tensor, permutation: Optional[Tensor]):
        if permutation is None:
            return hx
        return _apply_permutation(hx, permutation)

    def extra_repr(self) -> str:
        parts = [f"{self.input_size}, {self.hidden_size}"]
        usual = {
            "proj_size": 0, "num_layers": 1, "bias": True, "batch_first": False, "dropout": 0, "bidirectional": False,
        }
        parts += [f"{n}={getattr(self, n)}" for n, value in usual.items() if getattr(self, n) != value]
        return ", ".join(parts)

    if _at.v2_6:

        def _update_flat_weights(self):
            if not torch.jit.is_scripting():
                if self._weights_have_changed():
                    self._init_flat_weights()

        def __getstate__(self):
            self._update_flat_weights()
            state = self.__dict__.copy()
            del state["_flat_weight_refs"]
            return state

    def __setstate__(self, d):
        super().__setstate__(d)
        if "all_weights" in d:
            self._all_weights = d["all_weights"]
        self.__dict__.setdefault("proj_size", 0)
        if not isinstance(self._all_weights[0][0], str):
            directions = ("", "_reverse") if self.bidirectional else ("",)
            self._all_weights = [
                _weight_names(layer, suffix, self.bias, self.proj_size > 0)
                for layer in range(self.num_layers)
                for suffix in directions
            ]
            self._flat_weights_names = [name for names in self._all_weights for name in names]
        self._init_flat_weights()

    @property
    def all_weights(self) -> List[List[Parameter]]:
        return [[getattr(self, name) for name in names] for names in self._all_weights]

    def _replicate_for_data_parallel(self):
        replica = super()._replicate_for_data_parallel()
        replica._flat_weights = replica._flat_weights[:]
        replica._flat_weights_names = replica._flat_weights_names[:]
        return replica


class RNN(RNNBase):
    def __init__(self, *args, **kwargs):
        if "proj_size" in kwargs:
            raise ValueError("proj_size belongs to LSTM, RNN has none")
        if _at.v2_6 and len(args) > 3:
            self.nonlinearity = args[3]
            args = args[:3] + args[4:]
        else:
            self.nonlinearity = kwargs.pop("nonlinearity", "tanh")
        modes = {"tanh": "RNN_TANH", "relu": "RNN_RELU"}
        if self.nonlinearity not in modes:
            raise ValueError(f"the nonlinearity is 'tanh' or 'relu', not {self.nonlinearity!r}")
        super().__init__(modes[self.nonlinearity], *args, **kwargs)

    @overload
    @_overload_method
    def forward(self, input: Tensor, hx: Optional[Tensor] = None) -> Tuple[Tensor, Tensor]:
        pass

    @overload
    @_overload_method
    def forward(self, input: PackedSequence, hx: Optional[Tensor] = None) -> Tuple[PackedSequence, Tensor]:
        pass

    def forward(self, input, hx=None):
        if _at.v2_6:
            self._update_flat_weights()

            directions = 2 if self.bidirectional else 1
        given = input

        if isinstance(given, PackedSequence):
            input, batch_sizes, sorted_indices, unsorted_indices = input
            if _at.v2_6:
                batch = batch_sizes[0]
                if hx is None:
                    hx = torch.zeros(
                        self.num_layers * directions,
                        batch,
                        self.hidden_size,
                        dtype=input.dtype,
                        device=input.device,
                    )
                else:
                    hx = self.permute_hidden(hx, sorted_indices)
            else:
                batch = int(batch_sizes[0])
        else:
            batch_sizes = None
            if _at.v2_6:
                if input.dim() not in (2, 3):
                    raise ValueError(f"RNN takes 2-D or 3-D input, this is {input.dim()}-D")
            batched = input.dim() == 3
            batch_at = 0 if self.batch_first else 1
            if not batched:
                input = input.unsqueeze(batch_at)
                if hx is not None:
                    if hx.dim() != 2:
                        raise RuntimeError(f"without a batch hx is 2-D, not {hx.dim()}-D")
                    hx = hx.unsqueeze(1)
            else:
                if hx is not None and hx.dim() != 3:
                    raise RuntimeError(f"with a batch hx is 3-D, not {hx.dim()}-D")
            batch = input.size(0) if self.batch_first else input.size(1)
            sorted_indices = None
            unsorted_indices = None
            if _at.v2_6:
                if hx is None:
                    hx = torch.zeros(
                        self.num_layers * directions,
                        batch,
                        self.hidden_size,
                        dtype=input.dtype,
                        device=input.device,
                    )
                else:
                    hx = self.permute_hidden(hx, sorted_indices)

        if not _at.v2_6:
            if hx is None:
                directions = 2 if self.bidirectional else 1
                hx = torch.zeros(
                    self.num_layers * directions, batch, self.hidden_size, dtype=input.dtype, device=input.device
                )
            else:
                hx = self.permute_hidden(hx, sorted_indices)

        if _at.v2_14:
            if hx is None:
                raise AssertionError("no hidden state")
        else:
            assert hx is not None
        self.check_forward_args(input, hx, batch_sizes)
        if _at.v2_14:
            if self.mode != "RNN_TANH" and self.mode != "RNN_RELU":
                raise AssertionError(f"RNN has no mode {self.mode}")
        else:
            assert self.mode == "RNN_TANH" or self.mode == "RNN_RELU"
        if batch_sizes is None:
            if self.mode == "RNN_TANH":
                result = _VF.rnn_tanh(
                    input,
                    hx,
                    self._flat_weights,
                    self.bias,
                    self.num_layers,
                    self.dropout,
                    self.training,
                    self.bidirectional,
                    self.batch_first,
                )
            else:
                result = _VF.rnn_relu(
                    input,
                    hx,
                    self._flat_weights,
                    self.bias,
                    self.num_layers,
                    self.dropout,
                    self.training,
                    self.bidirectional,
                    self.batch_first,
                )
        else:
            if self.mode == "RNN_TANH":
                result = _VF.rnn_tanh(
                    input,
                    batch_sizes,
                    hx,
                    self._flat_weights,
                    self.bias,
                    self.num_layers,
                    self.dropout,
                    self.training,
                    self.bidirectional,
                )
            else:
                result = _VF.rnn_relu(
                    input,
                    batch_sizes,
                    hx,
                    self._flat_weights,
                    self.bias,
                    self.num_layers,
                    self.dropout,
                    self.training,
                    self.bidirectional,
                )

        output = result[0]
        hidden = result[1]

        if isinstance(given, PackedSequence):
            packed = PackedSequence(output, batch_sizes, sorted_indices, unsorted_indices)
            return packed, self.permute_hidden(hidden, unsorted_indices)

        if not batched:
            output = output.squeeze(batch_at)
            hidden = hidden.squeeze(1)

        return output, self.permute_hidden(hidden, unsorted_indices)


class LSTM(RNNBase):
    def __init__(self, *args, **kwargs):
        super().__init__("LSTM", *args, **kwargs)

    def get_expected_cell_size(self, input: Tensor, batch_sizes: Optional[Tensor]) -> Tuple[int, int, int]:
        if batch_sizes is not None:
            batch = int(batch_sizes[0])
        else:
            batch = input.size(0) if self.batch_first else input.size(1)
        directions = 2 if self.bidirectional else 1
        expected = (self.num_layers * directions, batch, self.hidden_size)
        return expected

    def check_forward_args(
        self, input: Tensor, hidden: Tuple[Tensor, Tensor], batch_sizes: Optional[Tensor]
    ):
        self.check_input(input, batch_sizes)
        self.check_hidden_size(
            hidden[0],
            self.get_expected_hidden_size(input, batch_sizes),
            "hx[0] needs size {}, it has {}",
        )
        self.check_hidden_size(
            hidden[1],
            self.get_expected_cell_size(input, batch_sizes),
            "hx[1] needs size {}, it has {}",
        )

    def permute_hidden(self, hx: Tuple[Tensor, Tensor], permutation: Optional[Tensor]) -> Tuple[Tensor, Tensor]:
        if permutation is None:
            return hx
        return _apply_permutation(hx[0], permutation), _apply_permutation(hx[1], permutation)

    @overload
    @_overload_method
    def forward(
        self, input: Tensor, hx: Optional[Tuple[Tensor, Tensor]] = None
    ) -> Tuple[Tensor, Tuple[Tensor, Tensor]]:
        pass

    @overload
    @_overload_method
    def forward(
        self, input: PackedSequence, hx: Optional[Tuple[Tensor, Tensor]] = None
    ) -> Tuple[PackedSequence, Tuple[Tensor, Tensor]]:
        pass

    def forward(self, input, hx=None):
        if _at.v2_6:
            self._update_flat_weights()

        given = input
        batch_sizes = None
        if _at.v2_6:
            directions = 2 if self.bidirectional else 1
            real_size = self.proj_size if self.proj_size > 0 else self.hidden_size
        if isinstance(given, PackedSequence):
            input, batch_sizes, sorted_indices, unsorted_indices = input
            batch = batch_sizes[0]
            if _at.v2_6:
                if hx is None:
                    h = torch.zeros(
                        self.num_layers * directions, batch, real_size, dtype=input.dtype, device=input.device
                    )
                    c = torch.zeros(
                        self.num_layers * directions, batch, self.hidden_size, dtype=input.dtype, device=input.device
                    )
                    hx = (h, c)
                else:
                    hx = self.permute_hidden(hx, sorted_indices)
            else:
                batch = int(batch)
        else:
            if not _at.v2_6:
                batch_sizes = None
            if _at.v2_6:
                if input.dim() not in (2, 3):
                    raise ValueError(f"LSTM takes 2-D or 3-D input, this is {input.dim()}-D")
            batched = input.dim() == 3
            batch_at = 0 if self.batch_first else 1
            if not batched:
                input = input.unsqueeze(batch_at)
            batch = input.size(0) if self.batch_first else input.size(1)
            sorted_indices = None
            unsorted_indices = None
            if _at.v2_6:
                if hx is None:
                    h = torch.zeros(
                        self.num_layers * directions, batch, real_size, dtype=input.dtype, device=input.device
                    )
                    c = torch.zeros(
                        self.num_layers * directions, batch, self.hidden_size, dtype=input.dtype, device=input.device
                    )
                    hx = (h, c)
                    self.check_forward_args(input, hx, batch_sizes)
                else:
                    if batched:
                        if hx[0].dim() != 3 or hx[1].dim() != 3:
                            text = (
                                f"with a batch hx and cx are 3-D, not ({hx[0].dim()}-D, {hx[1].dim()}-D)"
                            )
                            raise RuntimeError(text)
                    else:
                        if hx[0].dim() != 2 or hx[1].dim() != 2:
                            text = (
                                f"without a batch hx and cx are 2-D, not ({hx[0].dim()}-D, {hx[1].dim()}-D)"
                            )
                            raise RuntimeError(text)
                        hx = (hx[0].unsqueeze(1), hx[1].unsqueeze(1))
                    self.check_forward_args(input, hx, batch_sizes)
                    hx = self.permute_hidden(hx, sorted_indices)

        if not _at.v2_6:
            if hx is None:
                directions = 2 if self.bidirectional else 1
                real_size = self.proj_size if self.proj_size > 0 else self.hidden_size
                h = torch.zeros(
                    self.num_layers * directions, batch, real_size, dtype=input.dtype, device=input.device
                )
                c = torch.zeros(
                    self.num_layers * directions, batch, self.hidden_size, dtype=input.dtype, device=input.device
                )
                hx = (h, c)
            else:
                if batch_sizes is None:
                    if batched:
                        if hx[0].dim() != 3 or hx[1].dim() != 3:
                            text = (
                                f"with a batch hx and cx are 3-D, not ({hx[0].dim()}-D, {hx[1].dim()}-D)"
                            )
                            raise RuntimeError(text)
                    else:
                        if hx[0].dim() != 2 or hx[1].dim() != 2:
                            text = (
                                f"without a batch hx and cx are 2-D, not ({hx[0].dim()}-D, {hx[1].dim()}-D)"
                            )
                            raise RuntimeError(text)
                        hx = (hx[0].unsqueeze(1), hx[1].unsqueeze(1))

                hx = self.permute_hidden(hx, sorted_indices)

            self.check_forward_args(input, hx, batch_sizes)
        if batch_sizes is None:
            result = _VF.lstm(
                input,
                hx,
                self._flat_weights,
                self.bias,
                self.num_layers,
                self.dropout,
                self.training,
                self.bidirectional,
                self.batch_first,
            )
        else:
            result = _VF.lstm(
                input,
                batch_sizes,
                hx,
                self._flat_weights,
                self.bias,
                self.num_layers,
                self.dropout,
                self.training,
                self.bidirectional,
            )
        output = result[0]
        hidden = result[1:]
        if isinstance(given, PackedSequence):
            packed = PackedSequence(output, batch_sizes, sorted_indices, unsorted_indices)
            return packed, self.permute_hidden(hidden, unsorted_indices)
        else:
            if not batched:
                output = output.squeeze(batch_at)
                hidden = (hidden[0].squeeze(1), hidden[1].squeeze(1))
            return output, self.permute_hidden(hidden, unsorted_indices)


class GRU(RNNBase):
    def __init__(self, *args, **kwargs):
        if "proj_size" in kwargs:
            raise ValueError("proj_size belongs to LSTM, GRU has none")
        super().__init__("GRU", *args, **kwargs)

    @overload
    @_overload_method
    def forward(self, input: Tensor, hx: Optional[Tensor] = None) -> Tuple[Tensor, Tensor]:
        pass

    @overload
    @_overload_method
    def forward(self, input: PackedSequence, hx: Optional[Tensor] = None) -> Tuple[PackedSequence, Tensor]:
        pass

    def forward(self, input, hx=None):
        if _at.v2_6:
            self._update_flat_weights()

        given = input
        if isinstance(given, PackedSequence):
            input, batch_sizes, sorted_indices, unsorted_indices = input
            batch = batch_sizes[0]
            if _at.v2_6:
                if hx is None:
                    directions = 2 if self.bidirectional else 1
                    hx = torch.zeros(
                        self.num_layers * directions,
                        batch,
                        self.hidden_size,
                        dtype=input.dtype,
                        device=input.device,
                    )
                else:
                    hx = self.permute_hidden(hx, sorted_indices)
            else:
                batch = int(batch)
        else:
            batch_sizes = None
            if _at.v2_6:
                if input.dim() not in (2, 3):
                    raise ValueError(f"GRU takes 2-D or 3-D input, this is {input.dim()}-D")
            batched = input.dim() == 3
            batch_at = 0 if self.batch_first else 1
            if not batched:
                input = input.unsqueeze(batch_at)
                if hx is not None:
                    if hx.dim() != 2:
                        raise RuntimeError(f"without a batch hx is 2-D, not {hx.dim()}-D")
                    hx = hx.unsqueeze(1)
            else:
                if hx is not None and hx.dim() != 3:
                    raise RuntimeError(f"with a batch hx is 3-D, not {hx.dim()}-D")
            batch = input.size(0) if self.batch_first else input.size(1)
            sorted_indices = None
            unsorted_indices = None
            if _at.v2_6:
                if hx is None:
                    directions = 2 if self.bidirectional else 1
                    hx = torch.zeros(
                        self.num_layers * directions,
                        batch,
                        self.hidden_size,
                        dtype=input.dtype,
                        device=input.device,
                    )
                else:
                    hx = self.permute_hidden(hx, sorted_indices)

        if not _at.v2_6:
            if hx is None:
                directions = 2 if self.bidirectional else 1
                hx = torch.zeros(
                    self.num_layers * directions, batch, self.hidden_size, dtype=input.dtype, device=input.device
                )
            else:
                hx = self.permute_hidden(hx, sorted_indices)

        self.check_forward_args(input, hx, batch_sizes)
        if batch_sizes is None:
            result = _VF.gru(
                input,
                hx,
                self._flat_weights,
                self.bias,
                self.num_layers,
                self.dropout,
                self.training,
                self.bidirectional,
                self.batch_first,
            )
        else:
            result = _VF.gru(
                input,
                batch_sizes,
                hx,
                self._flat_weights,
                self.bias,
                self.num_layers,
                self.dropout,
                self.training,
                self.bidirectional,
            )
        output = result[0]
        hidden = result[1]

        if isinstance(given, PackedSequence):
            packed = PackedSequence(output, batch_sizes, sorted_indices, unsorted_indices)
            return packed, self.permute_hidden(hidden, unsorted_indices)
        else:
            if not batched:
                output = output.squeeze(batch_at)
                hidden = hidden.squeeze(1)

            return output, self.permute_hidden(hidden, unsorted_indices)


class RNNCellBase(Module):
    __constants__ = ["input_size", "hidden_size", "bias"]

    input_size: int
    hidden_size: int
    bias: bool
    weight_ih: Tensor
    weight_hh: Tensor

    def __init__(
        self, input_size: int, hidden_size: int, bias: bool, num_chunks: int, device=None, dtype=None
    ) -> None:
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        rows = num_chunks * hidden_size

        def parameter(*shape):
            return Parameter(torch.empty(shape, device=device, dtype=dtype))

        self.weight_ih = parameter(rows, input_size)
        self.weight_hh = parameter(rows, hidden_size)
        for name in ("bias_ih", "bias_hh"):
            self.register_parameter(name, parameter(rows) if bias else None)
        self.reset_parameters()

    def extra_repr(self) -> str:
        parts = [f"{self.input_size}, {self.hidden_size}"]
        if self.__dict__.get("bias", True) is not True:
            parts.append(f"bias={self.bias}")
        if self.__dict__.get("nonlinearity", "tanh") != "tanh":
            parts.append(f"nonlinearity={self.nonlinearity}")
        return ", ".join(parts)

    def reset_parameters(self) -> None:
        bound = self.hidden_size**-0.5 if self.hidden_size > 0 else 0
        for weight in self.parameters():
            init.uniform_(weight, -bound, bound)


class RNNCell(RNNCellBase):
    __constants__ = ["input_size", "hidden_size", "bias", "nonlinearity"]
    nonlinearity: str

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device=None,
        dtype=None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, num_chunks=1, device=device, dtype=dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Optional[Tensor] = None) -> Tensor:
        if _at.v2_6:
            if input.dim() not in (1, 2):
                raise ValueError(f"RNNCell takes 1-D or 2-D input, this is {input.dim()}-D")
            if hx is not None and hx.dim() not in (1, 2):
                raise ValueError(f"RNNCell takes a 1-D or 2-D hidden state, this is {hx.dim()}-D")
        else:
            assert input.dim() in (1, 2), f"RNNCell takes 1-D or 2-D input, this is {input.dim()}-D"
        batched = input.dim() == 2
        if not batched:
            input = input.unsqueeze(0)

        if hx is None:
            hx = torch.zeros(input.size(0), self.hidden_size, dtype=input.dtype, device=input.device)
        else:
            hx = hx.unsqueeze(0) if not batched else hx

        if self.nonlinearity == "tanh":
            result = _VF.rnn_tanh_cell(input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        elif self.nonlinearity == "relu":
            result = _VF.rnn_relu_cell(input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        else:
            result = input
            raise RuntimeError(f"RNNCell has no nonlinearity {self.nonlinearity}")

        if not batched:
            result = result.squeeze(0)

        return result


class LSTMCell(RNNCellBase):
    def __init__(self, input_size: int, hidden_size: int, bias: bool = True, device=None, dtype=None) -> None:
        super().__init__(input_size, hidden_size, bias, num_chunks=4, device=device, dtype=dtype)

    def forward(self, input: Tensor, hx: Optional[Tuple[Tensor, Tensor]] = None) -> Tuple[Tensor, Tensor]:
        if _at.v2_6:
            if input.dim() not in (1, 2):
                raise ValueError(f"LSTMCell takes 1-D or 2-D input, this is {input.dim()}-D")
            if hx is not None:
                for number, state in enumerate(hx):
                    if state.dim() not in (1, 2):
                        raise ValueError(f"LSTMCell takes 1-D or 2-D states, hx[{number}] is {state.dim()}-D")
        else:
            assert input.dim() in (1, 2), f"LSTMCell takes 1-D or 2-D input, this is {input.dim()}-D"
        batched = input.dim() == 2
        if not batched:
            input = input.unsqueeze(0)

        if hx is None:
            zeros = torch.zeros(input.size(0), self.hidden_size, dtype=input.dtype, device=input.device)
            hx = (zeros, zeros)
        else:
            hx = (hx[0].unsqueeze(0), hx[1].unsqueeze(0)) if not batched else hx

        result = _VF.lstm_cell(input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)

        if not batched:
            result = (result[0].squeeze(0), result[1].squeeze(0))
        return result


class GRUCell(RNNCellBase):
    def __init__(self, input_size: int, hidden_size: int, bias: bool = True, device=None, dtype=None) -> None:
        super().__init__(input_size, hidden_size, bias, num_chunks=3, device=device, dtype=dtype)

    def forward(self, input: Tensor, hx: Optional[Tensor] = None) -> Tensor:
        if _at.v2_6:
            if input.dim() not in (1, 2):
                raise ValueError(f"GRUCell takes 1-D or 2-D input, this is {input.dim()}-D")
            if hx is not None and hx.dim() not in (1, 2):
                raise ValueError(f"GRUCell takes a 1-D or 2-D hidden state, this is {hx.dim()}-D")
        else:
            assert input.dim() in (1, 2), f"GRUCell takes 1-D or 2-D input, this is {input.dim()}-D"
        batched = input.dim() == 2
        if not batched:
            input = input.unsqueeze(0)

        if hx is None:
            hx = torch.zeros(input.size(0), self.hidden_size, dtype=input.dtype, device=input.device)
        else:
            hx = hx.unsqueeze(0) if not batched else hx

        result = _VF.gru_cell(input, hx, self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)

        if not batched:
            result = result.squeeze(0)

        return result
