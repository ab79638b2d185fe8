import torch
from torch import nn


class FString(nn.Module):
    def forward(self, x: torch.Tensor, n: int) -> str:
        return f"over\
            lines {n}\
                and {n}."


class FTriple(nn.Module):
    def forward(self, x: torch.Tensor, n: int) -> str:
        return f"""first {n}
        second
    third
            {n} {{}}

        """


class Escapes(nn.Module):
    def forward(self, x: torch.Tensor, n: int) -> str:
        return f"a\n        b {n}\n    c" f"d\n    e"


class Mixed(nn.Module):
    def forward(self, x: torch.Tensor, n: int) -> str:
        return "plain\
            text" f"{n}" r"""raw\n
            lines""" "\n            escape"


class Plain(nn.Module):
    def forward(self, x: torch.Tensor) -> str:
        return "one\
            two\n            three"


def function(n: int) -> str:
    return f"at\
    the {n}\
outermost"


class Whole(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList([FString(), FTriple(), Escapes(), Mixed()])
        self.plain = Plain()

    def forward(self, x: torch.Tensor, n: int):
        text = [part(x, n) for part in self.parts]
        return text, self.plain(x), function(n)


target = Whole()
