"""Datasets and loaders, constructible."""
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


class Dataset(Generic[T_co]):
    def __getitem__(self, index):
        raise NotImplementedError

    def __add__(self, other):
        return ConcatDataset([self, other])


class IterableDataset(Dataset[T_co]):
    pass


class TensorDataset(Dataset):
    def __init__(self, *tensors):
        self.tensors = tensors

    def __len__(self):
        return len(self.tensors[0])


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        self.datasets = list(datasets)


class Subset(Dataset):
    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, indices


class Sampler(Generic[T_co]):
    def __init__(self, data_source=None):
        pass


class SequentialSampler(Sampler):
    pass


class RandomSampler(Sampler):
    def __init__(self, data_source, *args, **kwargs):
        self.data_source = data_source


class BatchSampler(Sampler):
    def __init__(self, sampler, batch_size, drop_last):
        self.sampler, self.batch_size, self.drop_last = sampler, batch_size, drop_last


class WeightedRandomSampler(RandomSampler):
    pass


class SubsetRandomSampler(RandomSampler):
    pass


class DataLoader(Generic[T_co]):
    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False,
                 timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, *, prefetch_factor=None, persistent_workers=False, pin_memory_device="", in_order=True):
        self.dataset, self.batch_size = dataset, batch_size

    def __iter__(self):
        return iter(())

    def __len__(self):
        return 0


def random_split(dataset, lengths, generator=None):
    return [Subset(dataset, []) for _ in lengths]


def default_collate(batch):
    return batch


def get_worker_info():
    return None


from . import dataloader, distributed, dataset  # noqa: E402,F401
