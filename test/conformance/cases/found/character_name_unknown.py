# a name that there is not is a SyntaxError of Python
import torch


def name(x: torch.Tensor) -> str:
    return "\N{LATIN SMALL LETTER AAA}"


target = name
