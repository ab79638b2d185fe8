#!/usr/bin/env python3
"""Compares nn.Module, containers and parameters of the stand-in with an installed torch.

    python3 test/oracle/module_compare.py [--show] [--only TEXT]

As tensor_compare.py, over module_calls.txt and utils_calls.txt; a backslash and n stand for a line break there.
"""
import sys

import tensor_compare as base

base.__file__ = __file__


#: What each line of utils_calls.txt begins with.
HEAD = """from torch.nn import init, utils as U
from torch.nn.utils import fusion, parametrizations, parametrize, prune, rnn as R, stateless
def gradded():
    m = nn.Linear(2, 2)
    for p in m.parameters():
        p.grad = torch.arange(1.0, p.numel() + 1).view(p.shape)
    return m
;;"""


def lines():
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    for file, head in (("module_calls.txt", ""), ("utils_calls.txt", HEAD)):
        for line in (base.HERE / file).read_text().splitlines():
            if line.strip() and not line.startswith("#") and only in line:
                yield head + line.replace("\\n", "\n")


base.lines = lines
if __name__ == "__main__":
    sys.exit(base.main())
