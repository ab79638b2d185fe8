"""Names of storages."""
from torch import TypedStorage, UntypedStorage  # noqa: F401

_TypedStorage, _UntypedStorage = TypedStorage, UntypedStorage
