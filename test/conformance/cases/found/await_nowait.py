# A value wrapped as an Await, and taken out again.
import torch


def later(x: torch.Tensor, n: int) -> torch.Tensor:
    kept = torch.jit._awaitable_nowait(n)
    total = x.sum()
    return total * torch.jit._awaitable_wait(kept)


target = later
