import torch
from torch import nn, Tensor
from typing import *


def target():
    return hash(torch.device("cpu")), hash(torch.device("cuda:1")), hash(torch.float32)
