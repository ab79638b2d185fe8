"""Adaptive softmax; answers to torch/nn/modules/adaptive.py."""

from collections import namedtuple
from typing import List, Sequence

import torch
from torch import Tensor

from .. import _target as _at
from .. import functional as F
from .container import ModuleList, Sequential
from .linear import Linear
from .module import Module

__all__ = ["AdaptiveLogSoftmaxWithLoss"]

_ASMoutput = namedtuple("_ASMoutput", ["output", "loss"])


class AdaptiveLogSoftmaxWithLoss(Module):
    in_features: int
    n_classes: int
    cutoffs: List[int]
    div_value: float
    head_bias: bool
    head: Linear
    tail: ModuleList

    def __init__(
        self,
        in_features: int,
        n_classes: int,
        cutoffs: Sequence[int],
        div_value: float = 4.0,
        head_bias: bool = False,
        device=None,
        dtype=None,
    ) -> None:
        super().__init__()
        cutoffs = list(cutoffs)
        ascending = cutoffs and cutoffs == sorted(set(cutoffs)) and all(int(c) == c for c in cutoffs)
        if not ascending or cutoffs[0] <= 0 or cutoffs[-1] >= n_classes:
            raise ValueError(f"cutoffs ascend strictly between 0 and n_classes ({n_classes}), {cutoffs} do not")

        self.in_features = in_features
        self.n_classes = n_classes
        self.cutoffs = cutoffs + [n_classes]
        self.div_value = div_value
        self.head_bias = head_bias
        self.shortlist_size = self.cutoffs[0]
        self.n_clusters = len(self.cutoffs) - 1
        self.head_size = self.shortlist_size + self.n_clusters
        self.head = Linear(in_features, self.head_size, bias=head_bias, device=device, dtype=dtype)
        self.tail = ModuleList()
        for number, (low, high) in enumerate(zip(self.cutoffs, self.cutoffs[1:]), start=1):
            hidden = int(in_features // (div_value**number))
            self.tail.append(
                Sequential(
                    Linear(in_features, hidden, bias=False, device=device, dtype=dtype),
                    Linear(hidden, high - low, bias=False, device=device, dtype=dtype),
                )
            )

    def reset_parameters(self) -> None:
        self.head.reset_parameters()
        for narrow, widen in self.tail:
            narrow.reset_parameters()
            widen.reset_parameters()

    def forward(self, input_: Tensor, target_: Tensor) -> _ASMoutput:
        rank = target_.dim()
        if rank == 1:
            if input_.size(0) != target_.size(0):
                raise RuntimeError("input and target need the same batch size")
            if input_.dim() != 2:
                if _at.v2_14:
                    raise RuntimeError(f"a 1-D target needs a 2-D input, this has size {input_.size()}")
                else:
                    raise RuntimeError("a 1-D target needs a 2-D input, this has size", input_.size())
        elif rank == 0:
            if input_.dim() != 1:
                if _at.v2_14:
                    raise RuntimeError(f"a 0-D target needs a 1-D input, this has size {input_.size()}")
                else:
                    raise RuntimeError("a 0-D target needs a 1-D input, this has size", input_.size())
        else:
            raise RuntimeError("the target is 0-D or 1-D")

        batched = rank > 0
        input = input_ if batched else input_.unsqueeze(0)
        target = target_ if batched else target_.unsqueeze(0)

        done = 0
        batch = target.size(0)
        output = input.new_zeros(batch)
        gathered = target.new_empty(batch)
        bounds = [0] + self.cutoffs
        for i in range(len(bounds) - 1):
            low = bounds[i]
            high = bounds[i + 1]
            mask = (target >= low) & (target < high)
            rows = mask.nonzero().squeeze()
            if rows.numel() == 0:
                continue
            if i == 0:
                gathered.index_copy_(0, rows, target[mask])
            else:
                relative = target[mask] - low
                subset = input.index_select(0, rows)
                scores = self.tail[i - 1](subset)
                cluster = self.shortlist_size + i - 1
                gathered.index_fill_(0, rows, cluster)
                logprob = F.log_softmax(scores, dim=1)
                local = logprob.gather(1, relative.unsqueeze(1))
                output.index_copy_(0, rows, local.squeeze(1))
            done += rows.numel()

        if done != batch:
            raise RuntimeError(
                f"targets lie in [0, {self.n_classes - 1}], these in "
                f"[{target.min().item()}, {target.max().item()}]"
            )
        head = self.head(input)
        head_logprob = F.log_softmax(head, dim=1)
        output += head_logprob.gather(1, gathered.unsqueeze(1)).squeeze()
        loss = (-output).mean()
        if not batched:
            output = output.squeeze(0)
        return _ASMoutput(output, loss)

    def _get_full_log_prob(self, input, head_output):
        head_logprob = F.log_softmax(head_output, dim=1)
        parts = [head_logprob[:, : self.shortlist_size]]
        for number, cluster in enumerate(self.tail):
            weight = head_logprob[:, self.shortlist_size + number].unsqueeze(1)
            parts.append(F.log_softmax(cluster(input), dim=1) + weight)
        return torch.cat(parts, dim=1)

    def log_prob(self, input: Tensor) -> Tensor:
        return self._get_full_log_prob(input, self.head(input))

    def predict(self, input: Tensor) -> Tensor:
        head = self.head(input)
        best = torch.argmax(head, dim=1)
        rare = best >= self.shortlist_size
        if not rare.any():
            return best
        best[rare] = torch.argmax(self._get_full_log_prob(input[rare], head[rare]), dim=1)
        return best
