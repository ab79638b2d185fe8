"""Which torch the stand-in imitates, as plain module attributes.

The bodies of layers and functionals differ a little between torch releases.
They ask `_at.v2_14` and the like: a boolean attribute of a Python module is a
constant to the script compiler, which then compiles only the branch that
holds, so the graph is the one of the chosen release and of no other.
"""

import torch

_version = tuple(getattr(torch, "_lens_version", (2, 14)))[:2]

v2_6 = _version >= (2, 6)
v2_14 = _version >= (2, 14)
