# A tensor class of torch.cuda as annotation.
import torch


def f(x: torch.LongTensor, y: torch.cuda.FloatTensor):
    return x


target = f
