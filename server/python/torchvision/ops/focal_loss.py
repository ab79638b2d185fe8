"""Focal loss; answers to torchvision/ops/focal_loss.py."""

import torch
import torch.nn.functional as F


def sigmoid_focal_loss(
    inputs: torch.Tensor,
    targets: torch.Tensor,
    alpha: float = 0.25,
    gamma: float = 2,
    reduction: str = "none",
) -> torch.Tensor:
    p = torch.sigmoid(inputs)
    entropy = F.binary_cross_entropy_with_logits(inputs, targets, reduction="none")
    likely = p * targets + (1 - p) * (1 - targets)
    loss = entropy * ((1 - likely) ** gamma)

    if alpha >= 0:
        balance = alpha * targets + (1 - alpha) * (1 - targets)
        loss = balance * loss

    if reduction == "mean":
        loss = loss.mean()
    elif reduction == "sum":
        loss = loss.sum()

    return loss
