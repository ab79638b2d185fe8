"""Which modules torch has besides those whose names are known, per release: only their own names are kept.

    python3 torch_tree.py TORCH_1.13 TORCH_2.6 TORCH_2.14      folders of the package; writes server/python/torch/_lens/elsewhere.py

The outermost module that is neither written nor listed in around.py stands for all that is inside of it.
"""
import os
import sys
from pathlib import Path

PYTHON = Path(__file__).resolve().parents[2] / "server" / "python"
FOLDERS_LEFT_OUT = ("__pycache__", "include", "lib", "share", "bin", "test", "csrc")


def modules(folder):
    for at, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if f not in FOLDERS_LEFT_OUT and f.isidentifier()]
        inside = [] if at == str(folder) else os.path.relpath(at, folder).split(os.sep)
        for name in [f.partition(".")[0] for f in files if f.endswith((".py", ".so")) and f != "__init__.py"] + folders:
            if name.isidentifier():
                yield ".".join(["torch", *inside, name])


def listed():
    scope = {}
    exec((PYTHON / "torch" / "_lens" / "around.py").read_text(), scope)
    return {line.split(" ")[0].partition("*")[0] for line in scope["AROUND"].strip().replace("\n  ", " ").splitlines()}


def main():
    bits = {}
    for at, folder in enumerate(sys.argv[1:4]):
        for name in modules(Path(folder)):
            bits[name] = bits.get(name, 0) | 1 << at
    known = listed() | set(modules(PYTHON / "torch")) | {"torch"}
    outermost = [n for n in sorted(bits) if n not in known and n.rpartition(".")[0] in known]
    rows = {}
    for name in outermost:
        parent, _, leaf = name.rpartition(".")
        rows.setdefault(parent, []).append(leaf if bits[name] == 7 else f"{leaf}*{bits[name]}")
    lines = []
    for parent, leaves in rows.items():
        line = parent
        for leaf in leaves:
            if len(line) + len(leaf) > 180:
                lines.append(line)
                line = " "
            line += " " + leaf
        lines.append(line)
    text = '"""Modules of torch of which only the name is known, by the package that they are in; written by test/oracle/torch_tree.py.\n\n`*` and a sum of 1 (1.13), 2 (2.6), 4 (2.14) where not all have it.\n"""\n\nELSEWHERE = """\n'
    (PYTHON / "torch" / "_lens" / "elsewhere.py").write_text(text + "\n".join(lines) + '\n"""\n')
    print(len(outermost), "modules")


main()
