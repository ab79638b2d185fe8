"""Not built in here."""
from ._flags import flags, set_flags  # noqa: F401

immediate = False
