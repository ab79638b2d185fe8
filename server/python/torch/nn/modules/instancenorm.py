"""Instance normalisation; answers to torch/nn/modules/instancenorm.py."""

import warnings

from torch import Tensor

from .. import _target as _at
from .. import functional as F
from .batchnorm import _LazyNormBase, _NormBase

__all__ = [
    "InstanceNorm1d",
    "InstanceNorm2d",
    "InstanceNorm3d",
    "LazyInstanceNorm1d",
    "LazyInstanceNorm2d",
    "LazyInstanceNorm3d",
]


class _InstanceNorm(_NormBase):
    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device=None,
        dtype=None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__(num_features, eps, momentum, affine, track_running_stats, device, dtype, bias=bias)

    def _check_input_dim(self, input):
        raise NotImplementedError

    def _get_no_batch_dim(self):
        raise NotImplementedError

    def _handle_no_batch_input(self, input):
        return self._apply_instance_norm(input.unsqueeze(0)).squeeze(0)

    if _at.v2_6:

        def _apply_instance_norm(self, input):
            return F.instance_norm(
                input,
                self.running_mean,
                self.running_var,
                self.weight,
                self.bias,
                self.training or not self.track_running_stats,
                self.momentum if self.momentum is not None else 0.0,
                self.eps,
            )

    else:

        def _apply_instance_norm(self, input):
            return F.instance_norm(
                input,
                self.running_mean,
                self.running_var,
                self.weight,
                self.bias,
                self.training or not self.track_running_stats,
                self.momentum,
                self.eps,
            )

    def _load_from_state_dict(
        self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs
    ):
        # version 1 saved running statistics that nothing used
        if local_metadata.get("version", None) is None and not self.track_running_stats:
            unused = [prefix + n for n in ("running_mean", "running_var") if prefix + n in state_dict]
            if unused:
                error_msgs.append(
                    f"{type(self).__name__} does not track running statistics, but the state dict holds "
                    f"{' and '.join(unused)}: drop them, or construct it with track_running_stats=True"
                )
            for key in unused:
                del state_dict[key]
        super()._load_from_state_dict(
            state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs
        )

    def forward(self, input: Tensor) -> Tensor:
        self._check_input_dim(input)

        if _at.v2_6:
            channels_at = input.dim() - self._get_no_batch_dim()
            if input.size(channels_at) != self.num_features:
                if self.affine:
                    raise ValueError(
                        f"dimension {channels_at} of the input must be num_features ({self.num_features}), "
                        f"it is {input.size(channels_at)}"
                    )
                else:
                    if _at.v2_14:
                        warnings.warn(
                            f"dimension {channels_at} of the input is not num_features; "
                            "without affine parameters that has no effect",
                            stacklevel=2,
                        )
                    else:
                        warnings.warn(
                            f"dimension {channels_at} of the input is not num_features; "
                            "without affine parameters that has no effect"
                        )

        if input.dim() == self._get_no_batch_dim():
            return self._handle_no_batch_input(input)

        return self._apply_instance_norm(input)


class InstanceNorm1d(_InstanceNorm):
    def _get_no_batch_dim(self):
        return 2

    def _check_input_dim(self, input):
        if input.dim() not in (2, 3):
            raise ValueError(f"InstanceNorm1d takes 2-D or 3-D input, this is {input.dim()}-D")


class LazyInstanceNorm1d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm1d

    def _get_no_batch_dim(self):
        return 2

    def _check_input_dim(self, input):
        if input.dim() not in (2, 3):
            raise ValueError(f"InstanceNorm1d takes 2-D or 3-D input, this is {input.dim()}-D")


class InstanceNorm2d(_InstanceNorm):
    def _get_no_batch_dim(self):
        return 3

    def _check_input_dim(self, input):
        if input.dim() not in (3, 4):
            raise ValueError(f"InstanceNorm2d takes 3-D or 4-D input, this is {input.dim()}-D")


class LazyInstanceNorm2d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm2d

    def _get_no_batch_dim(self):
        return 3

    def _check_input_dim(self, input):
        if input.dim() not in (3, 4):
            raise ValueError(f"InstanceNorm2d takes 3-D or 4-D input, this is {input.dim()}-D")


class InstanceNorm3d(_InstanceNorm):
    def _get_no_batch_dim(self):
        return 4

    def _check_input_dim(self, input):
        if input.dim() not in (4, 5):
            raise ValueError(f"InstanceNorm3d takes 4-D or 5-D input, this is {input.dim()}-D")


class LazyInstanceNorm3d(_LazyNormBase, _InstanceNorm):
    cls_to_become = InstanceNorm3d

    def _get_no_batch_dim(self):
        return 4

    def _check_input_dim(self, input):
        if input.dim() not in (4, 5):
            raise ValueError(f"InstanceNorm3d takes 4-D or 5-D input, this is {input.dim()}-D")
