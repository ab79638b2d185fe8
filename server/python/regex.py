"""The package regex is an extension module, which cannot be loaded here: `re` answers for it as far as it goes.

A pattern that only regex understands becomes a placeholder.
"""
import re as _re
from re import *  # noqa: F403
from re import Match, Pattern  # noqa: F401

from lens.finder import Placeholder

__version__ = "99.0.0"
Regex = Pattern
V0 = VERSION0 = V1 = VERSION1 = BESTMATCH = B = ENHANCEMATCH = E = FULLCASE = F = POSIX = P = REVERSE = R = WORD = W = 0


def compile(pattern, flags=0, ignore_unused=False, cache_pattern=None, **kwargs):
    try:
        return _re.compile(pattern, flags)
    except _re.error:
        return Placeholder("regex.Pattern")
