import torch


def f(x: torch.Tensor):
    torch._C._get_cpu_capability()
    if torch._C._get_cpu_capability() == "AVX2":
        return x + 1
    return x


target = f
