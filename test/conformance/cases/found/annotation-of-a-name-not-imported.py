# Names that TorchScript knows as types, and nobody has imported: Python asks for them, at the latest when torch does.
import torch


def pick(x: torch.Tensor, dims: List[int], scale: Optional[float] = None) -> torch.Tensor:
    if scale is not None:
        x = x * scale
    return x.sum(dims)


target = pick
