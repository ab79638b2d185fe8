from ..autograd.profiler import profile, record_function  # noqa: F401


class ProfilerActivity:
    CPU = "cpu"
    CUDA = "cuda"


def schedule(**kwargs):
    return None
