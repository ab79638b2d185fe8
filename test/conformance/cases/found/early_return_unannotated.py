import torch


class M(torch.nn.Module):
    def forward(self, x, n: int):
        if n > 1:
            if n > 5:
                x = x + 1
            else:
                return x
        return x

    @torch.jit.export
    def other_value(self, x, n: int):
        y = x + 1
        if n > 1:
            if n > 5:
                y = y + 1
            else:
                return x
        return y

    @torch.jit.export
    def in_loop(self, x, n: int):
        for i in range(n):
            if i > 3:
                x = x + 1
                break
            y = x + i
            if y.sum() > 1:
                return x
        return x

    @torch.jit.export
    def returns_more(self, x, n: int):
        if n > 1:
            if n > 5:
                x = x + 1
            else:
                return x
        return x + 3

    @torch.jit.export
    def annotated(self, x: torch.Tensor, n: int):
        if n > 1:
            if n > 5:
                x = x + 1
            else:
                return x
        return x


target = M()
