import numpy as np
import torch
from torch import Tensor, nn


class Eye(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        eye = torch.from_numpy(np.array([1, 0, 0, 0, 1, 0, 0, 0, 1]).astype(np.float32)).view(1, 9)
        return x + eye


target = Eye()
