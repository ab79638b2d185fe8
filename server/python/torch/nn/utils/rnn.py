"""Sequences of unequal length; answers to torch/nn/utils/rnn.py."""

import warnings
from collections import namedtuple
from typing import Iterable, List, Optional, Tuple, Union

import torch
from torch import _VF, Tensor

from .. import _target as _at

__all__ = [
    "PackedSequence",
    "invert_permutation",
    "pack_padded_sequence",
    "pad_packed_sequence",
    "pad_sequence",
    "unpad_sequence",
    "pack_sequence",
    "unpack_sequence",
]

PackedSequence_ = namedtuple("PackedSequence_", ["data", "batch_sizes", "sorted_indices", "unsorted_indices"])
# TorchScript reads the field types from here.
PackedSequence_.__annotations__ = {
    "data": torch.Tensor,
    "batch_sizes": torch.Tensor,
    "sorted_indices": Optional[torch.Tensor],
    "unsorted_indices": Optional[torch.Tensor],
}


def bind(optional, fn):
    return None if optional is None else fn(optional)


class PackedSequence(PackedSequence_):
    def __new__(cls, data, batch_sizes=None, sorted_indices=None, unsorted_indices=None):
        if batch_sizes is None:  # one pair (data, batch_sizes), the oldest form
            data, batch_sizes = data
        if unsorted_indices is None:
            unsorted_indices = invert_permutation(sorted_indices)
        return super().__new__(cls, data, batch_sizes, sorted_indices, unsorted_indices)

    def _map(self, change):
        """The sequence with its data and both permutations changed."""
        return type(self)(
            change(self.data), self.batch_sizes, bind(self.sorted_indices, change), bind(self.unsorted_indices, change)
        )

    def pin_memory(self):
        return self._map(lambda tensor: tensor.pin_memory())

    def to(self, *args, **kwargs):
        data = self.data.to(*args, **kwargs)
        if data is self.data:
            return self
        device = data.device
        return type(self)(
            data,
            self.batch_sizes,
            bind(self.sorted_indices, lambda t: t.to(device)),
            bind(self.unsorted_indices, lambda t: t.to(device)),
        )

    def cuda(self, *args, **kwargs):
        return self.to("cuda", *args, **kwargs)

    def cpu(self, *args, **kwargs):
        return self.to("cpu", *args, **kwargs)

    def double(self):
        return self.to(dtype=torch.double)

    def float(self):
        return self.to(dtype=torch.float)

    def half(self):
        return self.to(dtype=torch.half)

    def long(self):
        return self.to(dtype=torch.long)

    def int(self):
        return self.to(dtype=torch.int)

    def short(self):
        return self.to(dtype=torch.short)

    def char(self):
        return self.to(dtype=torch.int8)

    def byte(self):
        return self.to(dtype=torch.uint8)

    @property
    def is_cuda(self):
        return self.data.is_cuda

    def is_pinned(self):
        return self.data.is_pinned()


def _packed_sequence_init_args(
    data: Tensor, batch_sizes: Optional[Tensor] = None, sorted_indices: Optional[Tensor] = None, unsorted_indices: Optional[Tensor] = None
) -> Tuple[Tensor, Tensor, Optional[Tensor], Optional[Tensor]]:
    if unsorted_indices is None:
        unsorted_indices = invert_permutation(sorted_indices)
    if batch_sizes is not None:
        if batch_sizes.device.type != "cpu":
            raise ValueError("batch_sizes is on another device than the CPU: let pack_sequence and pack_padded_sequence make packed sequences")
        return data, batch_sizes, sorted_indices, unsorted_indices
    else:
        assert isinstance(data, (list, tuple)) and len(data) == 2
        return data[0], data[1], sorted_indices, unsorted_indices


def _packed_sequence_init(
    data: Tensor, batch_sizes: Optional[Tensor] = None, sorted_indices: Optional[Tensor] = None, unsorted_indices: Optional[Tensor] = None
) -> PackedSequence:
    data, batch_sizes, sorted_indices, unsorted_indices = _packed_sequence_init_args(data, batch_sizes, sorted_indices, unsorted_indices)
    return PackedSequence(data, batch_sizes, sorted_indices, unsorted_indices)


def invert_permutation(permutation: Optional[Tensor]) -> Optional[Tensor]:
    if permutation is None:
        return None
    output = torch.empty_like(permutation, memory_format=torch.legacy_contiguous_format)
    output.scatter_(0, permutation, torch.arange(0, permutation.numel(), device=permutation.device))
    return output


if _at.v2_6:
    def pack_padded_sequence(input: Tensor, lengths: Union[Tensor, List[int]], batch_first: bool = False, enforce_sorted: bool = True) -> PackedSequence:
        if not isinstance(lengths, torch.Tensor):
            lengths = torch.as_tensor(lengths, dtype=torch.int64, device="cpu")
        else:
            lengths = lengths.to(dtype=torch.int64)
        if enforce_sorted:
            sorted_indices = None
        else:
            lengths, sorted_indices = torch.sort(lengths, descending=True)
            sorted_indices = sorted_indices.to(input.device)
            batch_dim = 0 if batch_first else 1
            input = input.index_select(batch_dim, sorted_indices)
        data, batch_sizes = _VF._pack_padded_sequence(input, lengths, batch_first)
        return _packed_sequence_init(data, batch_sizes, sorted_indices, None)
else:
    def pack_padded_sequence(input: Tensor, lengths: Tensor, batch_first: bool = False, enforce_sorted: bool = True) -> PackedSequence:
        if torch._C._get_tracing_state() and not isinstance(lengths, torch.Tensor):
            warnings.warn("lengths given as a list become constants in a trace", stacklevel=2)
        lengths = torch.as_tensor(lengths, dtype=torch.int64)
        if enforce_sorted:
            sorted_indices = None
        else:
            lengths, sorted_indices = torch.sort(lengths, descending=True)
            sorted_indices = sorted_indices.to(input.device)
            batch_dim = 0 if batch_first else 1
            input = input.index_select(batch_dim, sorted_indices)
        data, batch_sizes = _VF._pack_padded_sequence(input, lengths, batch_first)
        return _packed_sequence_init(data, batch_sizes, sorted_indices, None)


def pad_packed_sequence(
    sequence: PackedSequence, batch_first: bool = False, padding_value: float = 0.0, total_length: Optional[int] = None
) -> Tuple[Tensor, Tensor]:
    max_seq_length = sequence.batch_sizes.size(0)
    if total_length is not None:
        if total_length < max_seq_length:
            raise ValueError(
                f"total_length is {total_length}, which is less than the longest sequence ({max_seq_length})"
            )
        max_seq_length = total_length
    padded_output, lengths = _VF._pad_packed_sequence(sequence.data, sequence.batch_sizes, batch_first, padding_value, max_seq_length)
    unsorted_indices = sequence.unsorted_indices
    if unsorted_indices is not None:
        batch_dim = 0 if batch_first else 1
        return padded_output.index_select(batch_dim, unsorted_indices), lengths[unsorted_indices.cpu()]
    return padded_output, lengths


if _at.v2_6:
    def pad_sequence(sequences: Union[Tensor, List[Tensor]], batch_first: bool = False, padding_value: float = 0.0, padding_side: str = "right") -> Tensor:
        if not (torch.jit.is_tracing() or torch.jit.is_scripting()):
            if not isinstance(sequences, Iterable):
                raise RuntimeError(f"pad_sequence takes several sequences, not a {type(sequences)}")
            sequences = tuple(sequences)
        else:
            if isinstance(sequences, torch.Tensor):
                sequences = sequences.unbind(0)
        return torch._C._nn.pad_sequence(sequences, batch_first, padding_value, padding_side)
else:
    def pad_sequence(sequences: Union[Tensor, List[Tensor]], batch_first: bool = False, padding_value: float = 0.0) -> Tensor:
        if not (torch.jit.is_tracing() or torch.jit.is_scripting()):
            if not isinstance(sequences, Iterable):
                raise RuntimeError(f"pad_sequence takes several sequences, not a {type(sequences)}")
            sequences = tuple(sequences)
        else:
            if isinstance(sequences, torch.Tensor):
                sequences = sequences.unbind(0)
        return torch._C._nn.pad_sequence(sequences, batch_first, padding_value)


if _at.v2_14:
    def unpad_sequence(padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False) -> List[Tensor]:
        unpadded_sequences = []
        if not batch_first:
            padded_sequences.transpose_(0, 1)
        max_length = padded_sequences.shape[1]
        idx = torch.arange(max_length, device=lengths.device)
        for seq, length in zip(padded_sequences, lengths, strict=True):
            mask = idx < length
            unpacked_seq = seq[mask]
            unpadded_sequences.append(unpacked_seq)
        return unpadded_sequences
elif _at.v2_6:
    def unpad_sequence(padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False) -> List[Tensor]:
        unpadded_sequences = []
        if not batch_first:
            padded_sequences.transpose_(0, 1)
        max_length = padded_sequences.shape[1]
        idx = torch.arange(max_length, device=lengths.device)
        for seq, length in zip(padded_sequences, lengths):
            mask = idx < length
            unpacked_seq = seq[mask]
            unpadded_sequences.append(unpacked_seq)
        return unpadded_sequences
else:
    def unpad_sequence(padded_sequences: Tensor, lengths: Tensor, batch_first: bool = False) -> List[Tensor]:
        unpadded_sequences = []
        if not batch_first:
            padded_sequences.transpose_(0, 1)
        max_length = padded_sequences.shape[1]
        idx = torch.arange(max_length)
        for seq, length in zip(padded_sequences, lengths):
            mask = idx < length
            unpacked_seq = seq[mask]
            unpadded_sequences.append(unpacked_seq)
        return unpadded_sequences


def pack_sequence(sequences: List[Tensor], enforce_sorted: bool = True) -> PackedSequence:
    lengths = torch.as_tensor([v.size(0) for v in sequences])
    return pack_padded_sequence(pad_sequence(sequences), lengths, enforce_sorted=enforce_sorted)


def unpack_sequence(packed_sequences: PackedSequence) -> List[Tensor]:
    padded_sequences, lengths = pad_packed_sequence(packed_sequences, batch_first=True)
    unpacked_sequences = unpad_sequence(padded_sequences, lengths, batch_first=True)
    return unpacked_sequences
