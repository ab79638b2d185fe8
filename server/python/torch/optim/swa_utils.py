from torch.nn import Module
from .lr_scheduler import LRScheduler


class AveragedModel(Module):
    def __init__(self, model, *args, **kwargs):
        super().__init__()
        self.module = model


class SWALR(LRScheduler):
    pass
