"""Which release is imitated."""
__version__ = "2.14.1"
cuda = None
hip = None
git_version = "stand-in"
debug = False
