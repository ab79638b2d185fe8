"""The installed packaging where there is one; else the part of it that compares versions."""
import os
import sys

for _folder in sys.path:
    _installed = os.path.join(_folder, "packaging")
    if _installed != os.path.dirname(__file__) and os.path.isfile(os.path.join(_installed, "version.py")):
        __path__.insert(0, _installed)
        break

# many use it without importing it, since some package or other has done so by then
from . import version  # noqa: E402,F401
