#!/usr/bin/env python3
"""Compares nn.Module, containers and parameters of the stand-in with an installed torch.

    python3 test/oracle/module_compare.py [--show] [--only TEXT]

As tensor_compare.py, over module_calls.txt; there a backslash and n stand for a line break.
"""
import sys

import tensor_compare as base

base.__file__ = __file__


def lines():
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv else ""
    for line in (base.HERE / "module_calls.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#") and only in line:
            yield line.replace("\\n", "\n")


base.lines = lines
if __name__ == "__main__":
    sys.exit(base.main())
