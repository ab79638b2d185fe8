"""Which release is imitated."""
import os as _os

__version__ = _os.environ.get("LENS_TORCH", "2.14.1")
cuda = None
hip = None
xpu = None
git_version = "stand-in"
debug = False
