# An exception that is not defined anywhere, though its name looks like one of Python's.
import torch


def checked(x: torch.Tensor, limit: int) -> torch.Tensor:
    if x.size(0) > limit:
        raise LimitExceededError("too many rows")
    return x * 2


target = checked
