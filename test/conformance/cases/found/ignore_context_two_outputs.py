import torch


class M(torch.nn.Module):
    @torch.jit.export
    def run(self, x: torch.Tensor, n: int):
        with torch.jit._IgnoreContextManager(n="inp:int", c="out:int", d="out:str"):
            c = n + 1
            d = str(c)
        return c, d


target = M()
