"""What model code asks setuptools' pkg_resources for: comparing versions. The real one does not run on this Python."""
from packaging.version import InvalidVersion, Version  # noqa: F401
from packaging.version import parse as parse_version  # noqa: F401


class DistributionNotFound(Exception):
    pass


class VersionConflict(Exception):
    pass


def get_distribution(name):
    raise DistributionNotFound(name)


def require(*requirements):
    return []


def parse_requirements(text):
    return iter(())


def resource_filename(package, name):
    import os
    import sys
    module = sys.modules[package if isinstance(package, str) else package.__name__]
    return os.path.join(os.path.dirname(module.__file__), name)
