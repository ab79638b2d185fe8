"""Random number state."""
import contextlib

from torch import default_generator, get_rng_state, initial_seed, manual_seed, seed, set_rng_state  # noqa: F401


@contextlib.contextmanager
def fork_rng(*args, **kwargs):
    yield
