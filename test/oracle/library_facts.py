#!/usr/bin/env python3
"""Records how torch's own Python sources differ from the stand-in's where it shows.

    library_facts.py cases DIR                      a case file for every line of library_objects.txt
    library_facts.py facts VERSION REAL OURS TORCH  cfg/facts/library-VERSION.json
    library_facts.py places VERSION TORCH           puts the places into cfg/facts/library-VERSION.json anew
    library_facts.py functions DIR                  a case file for every function and class of torch's packages (needs a torch)
    library_facts.py refused VERSION REAL           puts into cfg/facts/library-VERSION.json which of them torch cannot compile

REAL is what record.py wrote for DIR with that torch, OURS what the checker wrote (`check --json
--as-is`) while the file of facts was absent, TORCH the folder of the installed torch.

words   constant strings and local names of compiled library methods, found by laying our graphs
        beside torch's: {file: {method: {"strings": {ours: torch's}, "names": {ours: torch's}}}}
places  where a definition of the stand-in stands in torch's file, for those whose syntax trees
        agree: {file: {method: [torch's line, columns that it stands further right, lines that
        agree, [[our line, our column, torch's line, torch's column], ...]]}}, the points counted
        from the definition; those that are not listed lie alike. `name#2` is the second of a name.
        Behind the lines that agree only a fifth list's points count, where calls begin and end that
        stand in both with the same arguments, and where what no compiled function may hold begins
refused functions and classes of torch that are no operators and whose sources torch cannot compile, by the name
        that they are reached by: {name: "file:line:column:last line:its end" of what it stops at, or "" without a place}
"""
import ast
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
STAND_IN = os.path.join(ROOT, "server", "python", "torch")
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|%[A-Za-z0-9_.]+|[^\s%"]+')
COMMENT = re.compile(r"\s*# (\S+):(\d+):(\d+)$")
MANGLE = re.compile(r"___torch_mangle_\d+\.")


def cases(folder):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(HERE, "library_objects.txt"), encoding="utf-8") as lines:
        for line in lines:
            line = re.sub(r"^>\S+ ", "", line.strip())
            if not line or line.startswith("#"):
                continue
            name = re.sub(r"\W+", "_", line).strip("_")[:60]
            with open(os.path.join(folder, name + ".py"), "w", encoding="utf-8") as out:
                out.write(f"import torch\nimport torch.ao.nn.quantized.dynamic\nimport torch.nn.intrinsic.quantized\nimport torch.functional\nimport torch.nn.functional as F\nfrom torch import nn\n\ntarget = {line}\n")


def rows(path, key):
    with open(path, encoding="utf-8") as lines:
        return {key(r): r for r in map(json.loads, (x for x in lines if x.startswith("{")))}


def definitions(path):
    """[(qualified name, node)] of a file, those under `if` and `try` included."""
    found = []

    def walk(node, prefix):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                name = prefix + child.name
                if isinstance(child, ast.FunctionDef):
                    found.append((name, child))
                walk(child, name + ("." if isinstance(child, ast.ClassDef) else ".<locals>."))
            elif isinstance(child, (ast.If, ast.Try, ast.With)):
                walk(child, prefix)

    with open(path, encoding="utf-8") as source:
        walk(ast.parse(source.read()), "")
    return found


class Words:
    def __init__(self):
        self.table = {}
        self.files = {}
        self.problems = []

    def method_at(self, file, line):
        relative = file[len("torch/"):] if file.startswith("torch/") else file
        if relative not in self.files:
            path = os.path.join(STAND_IN, relative)
            self.files[relative] = definitions(path) if os.path.exists(path) else []
        inside = [(n, d) for n, d in self.files[relative] if d.lineno <= line <= d.end_lineno]
        return (relative, inside[-1][0]) if inside else None

    def add(self, place, kind, ours, theirs):
        if place is None:
            return
        file, method = place
        known = self.table.setdefault(file, {}).setdefault(method, {"strings": {}, "names": {}})[kind]
        if known.setdefault(ours, theirs) != theirs:
            self.problems.append((place, kind, ours, known[ours], theirs))

    def compare(self, where, method, real, ours):
        a = MANGLE.sub("", real["graph"]).strip().split("\n")
        b = MANGLE.sub("", ours["graph"]).strip().split("\n")
        if len(a) != len(b):
            self.problems.append((where, method, f"{len(a)} lines, ours {len(b)}"))
            return
        at = [COMMENT.search(y) for y in b]
        places = [self.method_at(m[1], int(m[2])) for m in at if m and m[1].startswith("torch/")]
        place = next((p for p in places if p), None)
        values, strings = {}, {}
        for x, y in zip(a, b):
            tx, ty = TOKEN.findall(COMMENT.sub("", x)), TOKEN.findall(COMMENT.sub("", y))
            if len(tx) != len(ty):
                self.problems.append((where, method, x, y))
                return
            for p, q in zip(tx, ty):
                if p[0] == "%" and q[0] == "%":
                    if values.setdefault(q, p) != p:
                        self.problems.append((where, method, x, y))
                        return
                elif p[0] == '"' and q[0] == '"' and "prim::Constant[value=" in x:
                    strings[q] = p
                elif p != q:
                    self.problems.append((where, method, x, y))
                    return
        for q, p in strings.items():
            self.add(place, "strings", text_of(q), text_of(p))
        for q, p in values.items():
            q, p = base(q), base(p)
            if q:
                self.add(place, "names", q, p)
        tx, ty = TOKEN.findall(real.get("schema", "")), TOKEN.findall(ours["schema"])
        for p, q in zip(tx, ty):
            if p[0] == '"' and q[0] == '"':
                self.add(place, "strings", text_of(q), text_of(p))

    def result(self):
        out = {}
        for file, methods in sorted(self.table.items()):
            for method, words in sorted(methods.items()):
                kept = {kind: {k: v for k, v in sorted(pairs.items()) if k != v} for kind, pairs in words.items()}
                if any(kept.values()):
                    out.setdefault(file, {})[method] = kept
        return out


def text_of(literal):
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t"}.get(m[1], m[1]), literal[1:-1])


def base(value):
    name = re.sub(r"\.\d+$", "", value[1:])
    return "" if name.isdigit() else name


class Differ(Exception):
    pass


def plain_body(body):
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:]
    return body


def points(a, b):
    """Pairs of positions of nodes that stand for each other; raises Differ."""
    names, found = {}, []

    def same(x, y):
        if isinstance(x, list):
            if len(x) != len(y):
                raise Differ
            for i, j in zip(x, y):
                same(i, j)
            return
        if type(x) is not type(y):
            raise Differ
        if not isinstance(x, ast.AST):
            if x != y:
                raise Differ
            return
        if hasattr(x, "lineno"):
            found.append(((x.lineno, x.col_offset), (y.lineno, y.col_offset)))
            found.append(((x.end_lineno, x.end_col_offset), (y.end_lineno, y.end_col_offset)))
        if isinstance(x, ast.Name):
            if names.setdefault(x.id, y.id) != y.id:
                raise Differ
        elif isinstance(x, ast.Constant):
            if isinstance(x.value, str) != isinstance(y.value, str) or not isinstance(x.value, str) and x.value != y.value:
                raise Differ
        elif isinstance(x, ast.arg):
            if x.arg != y.arg:
                raise Differ
            found[-1] = ((x.lineno, x.col_offset + len(x.arg)), (y.lineno, y.col_offset + len(y.arg)))
        elif isinstance(x, (ast.Import, ast.ImportFrom)):
            pass
        elif isinstance(x, ast.AnnAssign):
            same(x.target, y.target)
            same([v for v in [x.value] if v], [v for v in [y.value] if v])
        elif isinstance(x, ast.FunctionDef):
            same(x.args, y.args)
            same(plain_body(x.body), plain_body(y.body))
        else:
            for field in x._fields:
                if field not in ("ctx", "type_comment", "kind"):
                    same(getattr(x, field, None), getattr(y, field, None))

    same(a, b)
    return found


def calls(node):
    """The calls of a function by what is called and with how many arguments, in order."""
    found = {}
    for n in ast.walk(node):
        if isinstance(n, ast.Call) and isinstance(n.func, (ast.Name, ast.Attribute)):
            key = (ast.unparse(n.func), len(n.args), tuple(k.arg or "**" for k in n.keywords))
            found.setdefault(key, []).append(n)
    return {key: sorted(made, key=lambda n: (n.lineno, n.col_offset)) for key, made in found.items()}


#: What no compiled function may hold, and how many characters of it torch marks.
REFUSED = {ast.SetComp: 1, ast.Lambda: 1, ast.Yield: 1, ast.FunctionDef: 3, ast.ClassDef: 5, ast.Import: 6, ast.ImportFrom: 4, ast.Try: 3}


def refused_nodes(function):
    found = {}
    for n in ast.walk(function):
        if type(n) in REFUSED and n is not function:
            found.setdefault(type(n), []).append(n)
    return {kind: min(nodes, key=lambda n: (n.lineno, n.col_offset)) for kind, nodes in found.items()}


def alike(x, y):
    return isinstance(x, ast.Name) and isinstance(y, ast.Name) or ast.dump(x) == ast.dump(y)


def anchors(ours, theirs, whole):
    """Where calls begin and end that stand in both, and the first of each kind that is refused, behind the lines that agree."""
    found, there = [], calls(theirs)
    for key, made in calls(ours).items():
        if len(there.get(key, [])) != len(made):
            continue
        for a, b in zip(made, there[key]):
            values = [(k.value, m.value) for k, m in zip(a.keywords, b.keywords)]
            if a.lineno - ours.lineno < whole or not all(alike(x, y) for x, y in [*zip(a.args, b.args), *values]):
                continue
            for (l, c), (m, d) in [((a.lineno, a.col_offset), (b.lineno, b.col_offset)), ((a.func.end_lineno, a.func.end_col_offset), (b.func.end_lineno, b.func.end_col_offset))]:
                found.append([l - ours.lineno, c - ours.col_offset, m - theirs.lineno, d - theirs.col_offset])
    refused_there = refused_nodes(theirs)
    for kind, a in refused_nodes(ours).items():
        b = refused_there.get(kind)
        if b and a.lineno - ours.lineno >= whole:
            for width in (0, REFUSED[kind]):
                found.append([a.lineno - ours.lineno, a.col_offset + width - ours.col_offset, b.lineno - theirs.lineno, b.col_offset + width - theirs.col_offset])
    return sorted(found)


def place_of(ours, theirs):
    """[torch's line, columns that it stands further right, lines that agree, moved points, points behind those lines if there are any] or None."""
    whole = ours.end_lineno - ours.lineno + 1
    try:
        found = points(ours, theirs)
    except Differ:
        try:
            found = points(ours.args, theirs.args)
        except Differ:
            return None
        whole = max(1, plain_body(ours.body)[0].lineno - ours.lineno) if plain_body(ours.body) else whole
    moved = []
    for (l, c), (m, d) in sorted(set(found)):
        row = [l - ours.lineno, c - ours.col_offset, m - theirs.lineno, d - theirs.col_offset]
        if row[:2] != row[2:] and row not in moved:
            moved.append(row)
    behind = anchors(ours, theirs, whole)
    return [theirs.lineno, theirs.col_offset - ours.col_offset, whole, moved, *([behind] if behind else [])]


def places(torch):
    out = {}
    for folder, _, files in os.walk(STAND_IN):
        for name in sorted(files):
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, STAND_IN)
            real = os.path.join(torch, relative)
            if not name.endswith(".py") or not os.path.exists(real):
                continue
            theirs = {}
            for qualname, node in definitions(real):
                theirs.setdefault(qualname, []).append(node)
            count = {}
            for qualname, node in definitions(path):
                count[qualname] = count.get(qualname, 0) + 1
                made = [p for p in (place_of(node, t) for t in theirs.get(qualname, [])) if p]
                if made:
                    out.setdefault(relative, {})[qualname if count[qualname] == 1 else f"{qualname}#{count[qualname]}"] = max(made, key=lambda p: p[2])
    return out


#: Modules whose functions people name in a model.
MODULES = """torch torch.cuda torch.cuda.amp torch.cuda.nvtx torch.backends.cudnn torch.backends.mps torch.backends.cuda torch.backends.mkldnn torch.backends.quantized torch.mps torch.xpu
torch.cpu torch.nn.init torch.nn.utils torch.nn.utils.rnn torch.nn.utils.parametrize torch.nn.utils.parametrizations torch.nn.utils.prune torch.nn.utils.stateless torch.utils.checkpoint
torch.utils.data torch.utils.dlpack torch.random torch.hub torch.overrides torch.autograd torch.autograd.functional torch.autograd.forward_ad torch.distributed torch.distributions.kl
torch.distributions.utils torch.fx torch.jit torch.linalg torch.fft torch.special torch.functional torch.serialization torch.profiler torch.compiler torch.export torch.func torch.onnx
torch.quantization torch.ao.quantization torch.amp torch.accelerator torch.nested torch.sparse torch.testing torch.multiprocessing torch.futures torch.library torch.utils torch.nn.parallel
torch.nn.functional torch.nn.grad torch.types torch.backends.mkl torch.backends.openmp torch.backends.opt_einsum torch.backends.mha torch.backends.cpu torch.backends.cusparselt
torch.backends.nnpack torch.backends.kleidiai torch.backends.miopen torch.mtia torch.amp.autocast_mode torch.autograd.profiler torch.autograd.graph torch.autograd.grad_mode torch.autograd.function
torch.autograd.anomaly_mode torch.monitor torch.distributed.nn torch.distributed.rpc torch.distributed.optim torch.utils.benchmark torch.utils.hooks torch.utils.mobile_optimizer torch.utils.bundled_inputs
torch.nn.attention torch.distributions torch.optim torch.optim.lr_scheduler torch.masked torch.signal.windows torch.package torch.jit.annotations torch._jit_internal torch.utils.model_zoo""".split()

#: Classes that the compiler knows as context managers, with messages of their own.
KNOWN = {"autocast", "no_grad", "record_function", "strict_fusion"}


def functions(folder):
    import importlib
    import inspect
    import torch
    from torch.jit._builtins import _find_builtin
    os.makedirs(folder, exist_ok=True)
    for module in MODULES:
        try:
            found = importlib.import_module(module)
        except Exception:
            continue
        # some stand for a module and forward to it
        for name, value in list(vars(vars(found).get("m", found)).items()):
            used = f"{module}.{name}"
            if "cache_info" in dir(value) and inspect.isroutine(getattr(value, "__wrapped__", None)):
                # a function that is cached stays in Python: what cannot be read are its annotations, when it is called
                if any(p.default is p.empty for p in inspect.signature(value).parameters.values()):
                    continue
                used += "()"
            elif not (inspect.isfunction(value) or inspect.isbuiltin(value) or inspect.isclass(value) and name not in KNOWN and not issubclass(value, (Exception, torch.nn.Module))):
                continue
            if not name.startswith("_") and str(value.__module__).startswith("torch") and _find_builtin(value) is None:
                with open(os.path.join(folder, f"{module}.{name}".replace(".", "__") + ".py"), "w", encoding="utf-8") as out:
                    out.write(f"import torch\nimport {module}\nfrom torch import Tensor\n\n\ndef target(x: Tensor):\n    f = {used}\n    return x\n")


    for name, value in list(vars(torch.nn.Module).items()):
        if inspect.isfunction(value) and not name.startswith("__"):
            with open(os.path.join(folder, f"torch__nn__modules__module__Module__{name}.py"), "w", encoding="utf-8") as out:
                out.write(f"import torch\nfrom torch import nn, Tensor\n\n\nclass Asks(nn.Module):\n    def forward(self, x: Tensor):\n        f = self.{name}\n        return x\n\n\ntarget = Asks()\n")


#: Of these the stand-in has a source that stops where torch's does.
ALIKE = {"torch.cuda.is_available", "torch.onnx.is_in_onnx_export"}


def refused(version, real_file):
    path = os.path.join(ROOT, "cfg", "facts", f"library-{version}.json")
    with open(path, encoding="utf-8") as text:
        facts = json.load(text)
    # what is not asked about this time stays as it is known
    found = dict(facts["refused"])
    for case, answer in rows(real_file, lambda r: os.path.basename(r["id"])).items():
        # (of a cached function the last is what an argument too few comes to)
        if answer["verdict"] == "ok" or "arg_types.size()" in answer.get("message", ""):
            found.pop(case.replace("__", "."), None)
        # a torch that was built with CUDA has those operators
        if answer["verdict"] != "error" or "cuda::" in answer["message"] or "arg_types.size()" in answer.get("message", "") or answer["exception"] in ("ModuleNotFoundError", "AttributeError"):
            continue
        where, name = answer["where"][0] if answer["where"] else None, case.replace("__", ".")
        if name not in ALIKE:
            inside = where and where["file"] != os.path.basename(case) + ".py"
            found[name] = ":".join(str(where[k]) for k in ("file", "line", "col", "end_line", "end_col") if where[k] is not None) if inside else ""
    with open(path, "w", encoding="utf-8") as out:
        json.dump({**facts, "refused": found}, out, separators=(",", ":"), sort_keys=True)
        out.write("\n")


def main():
    if sys.argv[1] == "cases":
        cases(sys.argv[2])
        return
    if sys.argv[1] == "functions":
        functions(sys.argv[2])
        return
    if sys.argv[1] == "refused":
        refused(*sys.argv[2:4])
        return
    if sys.argv[1] == "places":
        path = os.path.join(ROOT, "cfg", "facts", f"library-{sys.argv[2]}.json")
        with open(path, encoding="utf-8") as text:
            facts = json.load(text)
        with open(path, "w", encoding="utf-8") as out:
            json.dump({**facts, "places": places(sys.argv[3])}, out, separators=(",", ":"), sort_keys=True)
            out.write("\n")
        return
    version, real_file, ours_file, torch = sys.argv[2:6]
    real = rows(real_file, lambda r: r["id"])
    ours = rows(ours_file, lambda r: os.path.basename(r["target"])[:-3])
    words = Words()
    for case, want in sorted(real.items()):
        got = ours.get(case)
        if want["verdict"] != "ok" or not got:
            continue
        for method, answer in want["methods"].items():
            mine = got["methods"].get(method)
            if "graph" in answer and mine and "graph" in mine:
                words.compare(case, method, answer, mine)
    for problem in words.problems:
        print(*problem, sep=" | ", file=sys.stderr)
    path = os.path.join(ROOT, "cfg", "facts", f"library-{version}.json")
    known = {}
    if os.path.exists(path):
        with open(path, encoding="utf-8") as text:
            known = json.load(text)
    with open(path, "w", encoding="utf-8") as out:
        json.dump({"torch": version, "words": words.result(), "places": places(torch), "refused": known.get("refused", {})}, out, separators=(",", ":"), sort_keys=True)
        out.write("\n")


main()
