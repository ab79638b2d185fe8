import torch
from torch import nn

made = torch.qr(torch.eye(2))
target = nn.Identity()
