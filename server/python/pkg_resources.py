"""What model code asks setuptools' pkg_resources for: versions, and files beside a package. The real one does not run on this Python."""
import io
import os
import sys

from packaging.version import InvalidVersion, Version  # noqa: F401
from packaging.version import parse as parse_version  # noqa: F401


class ResolutionError(Exception):
    pass


class DistributionNotFound(ResolutionError):
    pass


class VersionConflict(ResolutionError):
    pass


class Distribution:
    """One that is installed."""

    def __init__(self, project_name, version):
        self.project_name, self.version, self.key = project_name, version, project_name.lower()
        self.parsed_version = parse_version(version)

    def __repr__(self):
        return f"{self.project_name} {self.version}"


def get_distribution(name):
    from importlib import metadata
    project = name.split("[")[0].strip()
    for at, c in enumerate(project):
        if c in "<>=!~ ;":
            project = project[:at]
            break
    try:
        return Distribution(project, metadata.version(project))
    except metadata.PackageNotFoundError:
        raise DistributionNotFound(name) from None


def require(*requirements):
    return []


def parse_requirements(text):
    return iter(())


def iter_entry_points(group, name=None):
    return iter(())


def declare_namespace(name):
    """Packages may share their first folder without being told."""


def resource_filename(package, name):
    module = sys.modules[package if isinstance(package, str) else package.__name__]
    return os.path.join(os.path.dirname(module.__file__), name)


def resource_exists(package, name):
    return os.path.exists(resource_filename(package, name))


def resource_listdir(package, name):
    return os.listdir(resource_filename(package, name))


def resource_string(package, name):
    with open(resource_filename(package, name), "rb") as found:
        return found.read()


def resource_stream(package, name):
    return io.BytesIO(resource_string(package, name))
