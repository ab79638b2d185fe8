"""Random number state."""
import contextlib

from torch import default_generator, get_rng_state, initial_seed, manual_seed, seed, set_rng_state  # noqa: F401


@contextlib.contextmanager
def fork_rng(devices=None, enabled=True, _caller="fork_rng", _devices_kw="devices", device_type="cuda"):
    state = default_generator._random.getstate()
    try:
        yield
    finally:
        default_generator._random.setstate(state)
