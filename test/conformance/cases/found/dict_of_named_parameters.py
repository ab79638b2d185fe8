from torch import nn, Tensor


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(2, 2)

    def forward(self, x: Tensor):
        return dict(self.named_parameters())


target = M()
