"""Runs a script as `python script.py ARGS` does, and hands each object that it scripts to the compiler where it is scripted.

The channel `/lens/channel/script` takes {"place", "entered", "origin", "graph"} and gives {"verdict", "error"}: the answer of the
compiler, which runs outside. What the script writes never leaves the interpreter, but it is not told so.
"""
import ast
import builtins
import inspect
import io
import json
import os
import sys
import types

from lens.outputs import Outputs, place
from lens.printed import Printed, printing_to

CHANNEL = "/lens/channel/script"
MAX_OUTPUT = 100_000


def ask(message):
    with io.FileIO(CHANNEL, "r+") as channel:
        data = json.dumps(message).encode("utf-8")
        while data:
            data = data[channel.write(data):]
        channel.seek(0)
        return json.loads(channel.readall())


def exception_of(torch, name):
    """The class of what torch raises, by name."""
    found = getattr(torch.jit.frontend, name, None) or getattr(builtins, name, None)
    return found if isinstance(found, type) and issubclass(found, Exception) else RuntimeError


class Watch:
    """What `torch.jit` tells while a script runs."""

    def __init__(self, torch):
        self.torch = torch
        self.count = 0
        self.objects = {}  # id of a stand-in -> (it, number of the call that made it)
        self.texts = []  # graph and code of each call's forward, or of its function
        self.exports = []
        self.traces = []
        self.assumed = []
        self.stops = []  # where the stand-in could not go on, and why
        self.missing = []  # checkpoints that are not there
        self.outputs = Outputs(torch)

    def entered(self, obj):
        """Which branch of torch.jit.script takes the object."""
        torch = self.torch
        if isinstance(obj, torch.nn.Module):
            return "module"
        if isinstance(obj, dict):
            return "dict"
        if isinstance(obj, list):
            return "list"
        if inspect.isclass(obj):
            return "class"
        if inspect.isfunction(obj) or inspect.ismethod(obj):
            return "function"
        return "other"

    def script(self, obj, refused=None):
        from lens import dump
        if getattr(type(obj), "__lens_placeholder__", False):
            graph = None
        else:
            limit = sys.getrecursionlimit()
            sys.setrecursionlimit(max(limit, 5000))
            try:
                graph = dump.Dumper(self.torch, self.torch.nn).run(obj)
            finally:
                sys.setrecursionlimit(limit)
        named = inspect.isclass(obj) or inspect.isfunction(obj) or inspect.ismethod(obj)
        answer = ask({
            "place": place(), "entered": self.entered(obj), "type": type(obj).__name__, "name": str(obj.__qualname__) if named else None,
            "size": len(obj) if isinstance(obj, (list, tuple, dict)) else None, "origin": self.outputs.origin(obj), "graph": graph, "refused": refused,
        })
        self.count += 1
        self.texts.append({"graph": answer.get("graph", ""), "code": answer.get("code", "")})
        error = answer.get("error")
        if error is not None:
            raised = exception_of(self.torch, error["type"])(error["message"])
            raised._lens_call = self.count - 1
            raise raised

    def same(self, stand_in, other):
        """`other` was made of `stand_in`."""
        self.objects[id(other)] = (other, self.objects.get(id(stand_in), (None, None))[1])

    def taken_for_equal(self):
        """Values were compared that are not computed here."""
        self.assumed.append(place())

    def stopped(self, error):
        """The stand-in cannot go on here; the script may catch that as if torch had raised it."""
        if self.stops is not None:
            self.stops.append((error, {"place": place(), "message": str(error)}))

    def made(self, stand_in):
        self.objects[id(stand_in)] = (stand_in, self.count - 1)

    def printed(self, stand_in, what):
        call = self.objects.get(id(stand_in), (None, None))[1]
        return None if call is None else self.texts[call][what]

    def traced(self, obj, inputs, stand_in):
        """Tracing runs the object once, and so raises what that raises."""
        stops, self.stops = self.stops, None
        try:
            obj(*inputs) if isinstance(inputs, (tuple, list)) else obj(inputs)
        except Exception as error:
            if type(error).__name__ not in ("NotBuilt", "UnknownValue", "UnknownName"):
                raise
        finally:
            self.stops = stops
        self.traces.append({"place": place(), "type": type(obj).__name__})
        self.objects[id(stand_in)] = (stand_in, None)
        return stand_in

    def write(self, what, f, extra=None):
        """Writes a file that stands for `what`; gives its path, or None for a buffer."""
        from torch._lens import saved
        numbers = sum(p.numel() for p in what.parameters()) if isinstance(what, self.torch.nn.Module) else 0
        return saved.put(what, f, extra, min(4 * numbers, 1 << 20))

    def saved(self, stand_in, f, extra=None):
        name = self.write(stand_in, f, extra)
        self.exports.append({"path": name, "place": place(), "call": self.objects.get(id(stand_in), (None, None))[1], "traced": bool(getattr(stand_in, "_lens_traced", False)), "format": "torchscript"})

    def saved_checkpoint(self, obj, f):
        name = self.write(obj, f)
        self.exports.append({"path": name, "place": place(), "call": None, "traced": False, "format": "checkpoint"})

    def missing_checkpoint(self, f):
        self.missing.append({"path": os.path.abspath(os.fspath(f)), "place": place()})

    def onnx_export(self, model, f):
        name = self.write(model, f)
        self.exports.append({"path": name, "place": place(), "call": self.objects.get(id(model), (None, None))[1], "traced": not isinstance(model, self.torch.jit.ScriptModule), "format": "onnx"})


class Floats(ast.NodeTransformer):
    """`float(x)` can give nothing but a float: of a number that is not computed that is nan, which then passes for an answer."""
    NAME = "__lens_float__"

    def of(self, tree):
        own = any(isinstance(n, ast.Name) and n.id == "float" and not isinstance(n.ctx, ast.Load) or isinstance(n, ast.arg) and n.arg == "float" for n in ast.walk(tree))
        return tree if own else self.visit(tree)

    def visit_Call(self, node):
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "float" and len(node.args) == 1 and not node.keywords:
            node.func = ast.copy_location(ast.Name(self.NAME, ast.Load()), node.func)
        return node


def float_of(value):
    from torch._lens import core
    unknown = isinstance(value, core.UnknownNumber) or isinstance(value, core.Tensor) and core.unknown_number(value)
    return core.UnknownNumber() if unknown else float(value)


def run(request, torch, describe):
    """Runs the script; `describe` makes plain data of an exception."""
    file = request["file"]
    try:
        os.chdir(request["cwd"])
    except OSError:
        pass
    sys.argv = [file, *request["argv"]]
    # as Python does: the script's folder comes first
    sys.path[:] = [sys.path[0], os.path.dirname(file), *[p for p in sys.path[1:] if p != os.path.dirname(file)]]
    main = types.ModuleType("__main__")
    main.__file__ = file
    sys.modules["__main__"] = main
    watch = torch.jit._watch = Watch(torch)
    torch._lens.core.Mode.script = watch
    out = printing_to(Printed(MAX_OUTPUT))
    os.system = lambda command: 0  # there are no processes
    status, error, call, uncaught = 0, None, None, None
    try:
        with open(file, "rb") as source:
            tree = ast.parse(source.read(), file)
        main.__dict__[Floats.NAME] = float_of
        exec(compile(Floats().of(tree), file, "exec"), main.__dict__)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        if isinstance(end.code, str):
            out.write((end.code + "\n").encode("utf-8", "backslashreplace"))
    except (KeyboardInterrupt, MemoryError):
        raise
    except BaseException as raised:
        status, error, call, uncaught = 1, describe(raised), getattr(raised, "_lens_call", None), raised
    finally:
        torch.jit._watch = None
    return {"ok": True, "status": status, "error": error, "errorOf": call, "exports": watch.exports, "traces": watch.traces, "missingCheckpoints": watch.missing, "assumed": watch.assumed[:20], "stops": [at for error, at in watch.stops if error is not uncaught][:20], "output": out.text()}
