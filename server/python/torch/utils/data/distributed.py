from . import Sampler


class DistributedSampler(Sampler):
    def __init__(self, dataset, *args, **kwargs):
        self.dataset = dataset
