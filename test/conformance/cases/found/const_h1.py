import torch
from torch import nn, Tensor
from typing import *


def target():
    return hash(""), hash("abcdefgh"), hash("abcdefghi"), hash("한글 and so on, longer than a word"), hash("1234567")
