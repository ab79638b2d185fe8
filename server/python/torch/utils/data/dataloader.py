from . import DataLoader, default_collate  # noqa: F401


class _InfiniteConstantSampler:
    pass
