from multiprocessing import *  # noqa: F401,F403


def spawn(fn, args=(), nprocs=1, join=True, daemon=False, start_method="spawn"):
    for i in range(nprocs):
        fn(i, *args)


def set_sharing_strategy(s):
    pass
