"""Autograd functions behind layers that no script can hold; answers to torch/nn/modules/_functions.py."""

from torch.autograd.function import Function


class SyncBatchNorm(Function):
    @staticmethod
    def forward(self, input, weight, bias, running_mean, running_var, eps, momentum, process_group, world_size):
        raise NotImplementedError("the stand-in runs in one process")


class CrossMapLRN2d(Function):
    @staticmethod
    def forward(ctx, input, size, alpha=1e-4, beta=0.75, k=1):
        return input.clone()


class BackwardHookFunction(Function):
    @staticmethod
    def forward(ctx, *args):
        return args
