"""The processor, of which nothing is known."""
import torch


def get_cpu_capability() -> str:
    return torch._C._get_cpu_capability()
