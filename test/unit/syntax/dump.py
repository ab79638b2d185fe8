"""Dump CPython's `ast` of every file named on stdin: one JSON line per file, nodes in preorder.

Offsets are UTF-16 code units into the decoded text. Files that CPython refuses give null.
"""
import ast
import json
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(20000)


def dump(path):
    with open(path, "rb") as source:
        raw = source.read()
    try:
        text = raw.decode("utf-8")
        tree = ast.parse(raw)
    except (SyntaxError, ValueError, UnicodeDecodeError, RecursionError):
        return None
    lines = text.split("\n")
    starts, total = [], 0
    for line in lines:
        starts.append(total)
        total += len(line.encode("utf-16-le")) // 2 + 1
    plain = text.isascii()

    def offset(line, column):
        if line == 1 and text.startswith("\ufeff"):
            column += 3
        if not plain:
            head = lines[line - 1].encode("utf-8")[:column].decode("utf-8", "ignore")
            column = len(head.encode("utf-16-le")) // 2
        return starts[line - 1] + column

    out = []

    def detail(node):
        kind = type(node).__name__
        if kind == "Constant":
            v = node.value
            t = type(v).__name__
            if t == "str":
                return "str " + (v if "\\N{" not in text else "")
            if t == "bytes":
                return "bytes " + v.decode("latin-1")
            if t == "int":
                return "int " + hex(v)
            if t == "float":
                return "float " + ("inf" if v == float("inf") else "%.17e" % v)
            if t == "complex":
                return "complex " + ("inf" if v.imag == float("inf") else "%.17e" % v.imag)
            return str(v)
        if kind in ("BinOp", "UnaryOp", "BoolOp", "AugAssign"):
            return type(node.op).__name__
        if kind == "Compare":
            return ",".join(type(o).__name__ for o in node.ops)
        parts = []
        for f in ("id", "attr", "arg", "name", "asname", "module", "level", "conversion", "simple"):
            if hasattr(node, f) and isinstance(getattr(node, f), (str, int)):
                parts.append(str(getattr(node, f)))
        if kind in ("Global", "Nonlocal"):
            parts += node.names
        if hasattr(node, "ctx"):
            parts.append(type(node.ctx).__name__)
        return " ".join(parts)

    def visit(node, inside):
        kind = type(node).__name__
        if isinstance(node, (ast.Load, ast.Store, ast.Del, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)):
            return
        if kind == "match_case":
            for s in node.body:
                visit(s, inside)
            return
        if kind in ("TypeVar", "ParamSpec", "TypeVarTuple", "TypeIgnore"):
            return
        if hasattr(node, "lineno"):
            a, b = offset(node.lineno, node.col_offset), offset(node.end_lineno, node.end_col_offset)
            if inside and sys.version_info < (3, 12):
                a = b = -1
            out.append([kind, a, b, detail(node)])
        children = list(ast.iter_child_nodes(node))
        if kind == "Dict":
            children = [x for pair in zip(node.keys, node.values) for x in pair if x is not None]
        if kind in ("arguments",):
            children = node.posonlyargs + node.args + ([node.vararg] if node.vararg else []) + node.kwonlyargs
            children += ([node.kwarg] if node.kwarg else []) + node.defaults + [d for d in node.kw_defaults if d]
        for child in children:
            visit(child, inside or kind == "JoinedStr")

    visit(tree, False)
    return out


for name in sys.stdin.read().split("\n"):
    if name:
        print(json.dumps(dump(name)), flush=True)
