"""Loads what a request names and answers with JSON text. Runs inside the sealed interpreter.

A request is JSON: {"do": "load" | "inspect" | "run", "file", "name", "args" (data or JSON text), "asIs", "call", "build", "train", "values",
"larger", "cellSeconds", "roots", "sitePackages", "torch"}. The answer is {"ok": true, "graph": {...}, ...} or {"ok": false, "error": ...}.
"""
import builtins
import enum
import errno
import importlib
import importlib.util
import inspect
import io
import json
import linecache
import os
import shutil
import sys
import traceback
import types

from lens.printed import Printed, printing_to
from lens.words import english, said

MAX_OUTPUT = 20_000
#: As they are before user code may put others in their place.
dumps, loads = json.dumps, json.loads


def prepare():
    """Imports what the memory snapshot shall hold."""
    import torch
    import torch.nn.functional
    import torch.utils.data
    import torch.jit
    import lens.cells
    import lens.dump
    import lens.finder
    import lens.kept
    import lens.older
    import lens.script
    import lens.system
    import platform
    import yaml
    # the one that paths and errors are told of
    platform._uname_cache = platform.uname_result("Linux", "localhost", "", "", "x86_64")
    for name in ("numpy", "torchvision"):
        try:
            importlib.import_module(name)
        except ImportError:
            pass
    lens.kept.keep_stand_in(torch)
    lens.finder.keep_library_code()
    # user packages of the same name come first when they are installed
    for name in [m for m in sys.modules if m.partition(".")[0] == "torchvision"]:
        del sys.modules[name]


class Stopped(Exception):
    """A refusal with a kind, a message (a template with {0}, {1}, ... and what stands there) and perhaps a place."""

    def __init__(self, kind, template, *args, **more):
        sentence = said(template, *args)
        super().__init__(english(sentence))
        self.answer = {"kind": kind, "message": english(sentence), "said": sentence, **more}


def repaired(names, modules):
    """
    Gives Python back its own names and modules, where user code took or changed them; says which are of no use any more.
    Another function in a name's place is none of these. Until the names are back, nothing may be called by its own.
    """
    now = builtins.__dict__
    others = [(n, n in now, now.get(n)) for n in names if n not in now or now[n] is not names[n]]
    lost = [n for n in modules if n not in sys.modules]
    now.update(names)
    for name in lost:
        sys.modules[name] = modules[name]
    return [n for n, there, value in others if n != "_" and not (there and callable(value))] + [f"sys.modules[{n!r}]" for n in lost if n in NEEDED]


#: Without these no import works.
NEEDED = ("sys", "builtins", "importlib", "importlib._bootstrap", "torch")


#: What a load goes on with, from its pause.
paused = None
#: The functions and classes that the last load described.
described = []


def begin(text):
    """
    Loads as far as the file's own functions and classes, which is where most edits are: to this state the worker may come
    back. The answer is {"paused": N}, of which the first N bytes of the file were executed, or null where it was imported
    as a whole; or already that of the load.
    """
    global paused
    paused = answering(loads(text))
    return going_on(None)


def finish(text):
    """Goes on from the pause; `text` is the request that is answered there, where it is another. "again": it needs a load from nothing."""
    request = loads(text) if text else None
    while True:
        made = going_on(request)
        if not made.startswith('{"paused"'):
            return made
        request = None


def expected():
    """What to `expect` at the pause of the next load of the file: names of modules and qualified names."""
    return dumps([(o.__module__, o.__qualname__) for o in described if type(o) in (type, types.FunctionType) and type(o.__module__) is str])


def expect(text):
    """Describes at the pause what the last load described; what cannot be is described when it is met."""
    import torch
    from lens import kept
    try:
        kept.keep(torch, kept.found(loads(text)))
    except Exception:
        pass


def going_on(request):
    try:
        return dumps({"paused": paused.send(request)})
    except StopIteration as done:
        return done.value


class Again(BaseException):
    """The file is no longer the one that a load paused in."""


def answering(request):
    """As `begin` and `finish` tell."""
    before = set(sys.modules)
    own = dict(vars(builtins)), dict(sys.modules)
    changed = []
    printing_to(Printed())
    sys.stdin = io.StringIO()
    try:
        try:
            made = yield from handle(request)
        except:  # the names of exceptions may be what is gone
            changed = repaired(*own)
            raise
        repaired(*own)
    except Again:
        return "again"
    except Stopped as stop:
        made = {"ok": False, "error": stop.answer}
    except RecursionError as error:
        made = {"ok": False, "error": exception(error)}
    except MemoryError as error:
        frames = exception(error).get("frames") or [{"file": "?", "line": 0}]
        file, line = frames[-1]["file"], frames[-1]["line"]
        made = {"ok": False, "error": Stopped("memory", "Loading needs more memory than the limit allows. It ran out in {0}, line {1}. Raise it with --memory-limit or the setting torchscriptLens.memoryLimit.", os.path.basename(file), line, file=file, line=line).answer}
    except BaseException as error:
        made = {"ok": False, "error": exception(error)}
    # a notebook goes on behind a cell that raised: what was scripted there may come later
    if request["do"] == "load" and not made["ok"] and "frames" in made["error"] and not request.get("values") and not request["file"].endswith(".ipynb"):
        made.update(scripted_by_then())
    if changed and "frames" in made["error"]:
        made["error"] = unlike_python(made["error"], changed)
    if request.get("taken"):
        made["taken"] = request["taken"]
    made["loadedFiles"] = loaded_files(before)
    made["scriptedOutputs"] = scripted_outputs()
    finder = next((f for f in sys.meta_path if type(f).__name__ == "MissingFinder"), None)
    made["missingPackages"] = list(dict.fromkeys(finder.missing)) if finder else []
    graph = made.pop("graph", None)
    return dumps(made) if graph is None else f'{dumps(made)[:-1]}, "graph": {graph}}}'


def scripted_by_then():
    """The graph of what was scripted before user code raised: real torch has compiled it by then."""
    try:
        import torch
        from lens import dump
        return {"graph": dump.Dumper(torch, torch.nn).run(None)} if torch.jit._given else {}
    except BaseException:  # the time may be over
        return {}


def unlike_python(error, changed):
    """An exception that followed from what the user's code did to Python itself."""
    own = [f for f in error["frames"] if not f["file"].startswith(("/lib/", "/lens/"))]
    place = {"file": own[-1]["file"], "line": own[-1]["line"]} if own else {}
    shown = ", ".join(changed[:5]) + (", ..." if len(changed) > 5 else "")
    return Stopped("not-loadable", "Loading ended with {0} after the code had changed or removed names of Python's own ({1}): {2}. Put them back before the import ends.", error.get("type", "an error"), shown, error["message"][:300], **place).answer


def scripted_outputs():
    from torch import jit
    return jit._scripted_outputs[:20]


def scripts(file):
    """Does the file script anything? Then outputs that are scripted are looked for."""
    try:
        with open(file, "rb") as source:
            return b"jit.script" in source.read(1 << 20)
    except OSError:
        return False


def loaded_files(before):
    from lens.dump import file_of
    out = []
    for name, module in list(sys.modules.items()):
        if name in before:
            continue
        file = file_of(module)
        if isinstance(file, str) and file.endswith(".py") and not file.startswith("/lens/"):
            out.append(file)
    return out


def exception(error, depth=0):
    frames = []
    for frame in traceback.TracebackException.from_exception(error, lookup_lines=False, capture_locals=False).stack:
        if frame.filename.startswith(("<", "/lens/site/lens/")) or frame.filename.endswith(".js"):
            continue
        frames.append({"file": frame.filename, "line": frame.lineno or 1, "endLine": getattr(frame, "end_lineno", None),
                       "column": getattr(frame, "colno", None), "endColumn": getattr(frame, "end_colno", None), "name": frame.name})
    if len(frames) > 60:
        frames = frames[:30] + frames[-30:]
    try:
        message = str(error)
    except BaseException:  # what user code raises may be anything
        message = "(its message cannot be read)"
    if isinstance(error, KeyError) and asked_environment(error):
        return {"type": "NotBuilt", "message": f"the environment variable {message} is not visible here", "frames": frames}
    if isinstance(error, OSError):
        message = usual_errno(error, message)
    if isinstance(error, SyntaxError) and error.filename and not error.filename.startswith("<"):
        return {"kind": "syntax", "message": f"{error.msg}", "file": error.filename, "line": error.lineno or 1}
    from lens import cells, finder, system
    missing = finder.blamed(error)
    lacking = system.lacking(error)
    suspect = None if missing or isinstance(error, OSError) else finder.suspected(error)
    cause = error.__cause__
    behind = {"cause": exception(cause, depth + 1)} if cause is not None and depth < 3 else {}
    return {**behind, "type": type(error).__name__, "message": message[:4000], "frames": frames, **({"missing": missing} if missing else {}), **({"suspect": suspect} if suspect else {}), **({"unlisted": True} if unlisted(error) else {}), **({"ofBrokenCell": True} if cells.of_broken(error) else {}), **({"lacking": lacking} if lacking else {})}


#: Numbers of errors on Linux; the interpreter has others.
USUAL = {"EPERM": 1, "ENOENT": 2, "EACCES": 13, "EEXIST": 17, "ENOTDIR": 20, "EISDIR": 21, "EROFS": 30}


def asked_environment(error):
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    return at is not None and at.tb_frame.f_locals.get("self") is os.environ


def usual_errno(error, message):
    """The message with the number that people know, and for a relative path where it was looked for."""
    name = errno.errorcode.get(error.errno or 0)
    if name in USUAL:
        message = message.replace(f"[Errno {error.errno}]", f"[Errno {USUAL[name]}]", 1)
    if name == "ENOENT" and isinstance(error.filename, str) and error.filename and not os.path.isabs(error.filename):
        message += f" (below {os.getcwd()})"
    return message


def unlisted(error):
    """A name imported from a module of the stand-in torch that may be there in real torch all the same."""
    from torch._lens import absent
    if not isinstance(error, ImportError) or not str(error.path or "").startswith("/lens/site/torch/") or error.name in absent.COMPLETE:
        return False
    name = getattr(error, "name_from", None)
    return name is not None and name not in absent.LATER and (not absent.listed_anywhere(error.name, name) or absent.has(error.name, name))


def handle(request):
    """Pauses as `executed`."""
    import torch
    from lens import cells, finder

    setup(request, finder)
    ran = watch_functions() if request["do"] == "load" else None
    if request.get("values"):
        torch._lens.set_limit(1 << 22)
        from torch._lens.draws import Draws
        torch._lens.core.Mode.draws = Draws(torch.default_generator.log)
        torch.jit._recorder = recorded
    elif request.get("larger"):
        torch._lens.set_limit(1 << 18)
    from torch import nn
    if request["do"] == "run":
        from lens import script
        return script.run(request, torch, exception)
    if scripts(request["file"]):
        from lens.outputs import Outputs
        torch.jit._outputs = Outputs(torch)
    module, failed = yield from import_either_way(request)
    half = {"importError": exception(failed)} if failed is not None else {}
    is_notebook = request["file"].endswith(".ipynb")
    if is_notebook:
        half["cells"] = [exception(error) for error in cells.to_tell(module)]
    finder.building()
    if request["do"] == "inspect":
        inspected = inspect_module(module, nn, request["file"])
        if failed is not None and not inspected["classes"]:
            raise failed
        return {"ok": True, **inspected, **half}
    if failed is not None:
        try:
            target = target_of(half_target, module, request, nn)
        except Exception:
            return {"ok": False, "error": half["importError"]}
    else:
        try:
            target = target_of(find_target, module, request, nn)
        except Stopped:
            reason = cells.reason(module, request.get("name") or "") if is_notebook else None
            if reason is not None:
                return {"ok": False, "error": exception(reason)}
            raise
    package = finder.named_by(target)
    if package is not None:
        why = finder.UNUSABLE.get(package)
        return {"ok": False, "error": {"type": "ImportError", "message": f"{request.get('name') or 'the target'} comes from it" + (f"; importing it ended with {why}" if why else ""), "frames": [], "missing": package}}
    target = torch.jit.call_prepare_scriptable_func(target)
    whole = None
    if request.get("trace") and isinstance(target, torch.jit.ScriptModule):
        target.eval()  # what is scripted already torch.jit.trace gives back
    elif request.get("trace"):
        if not isinstance(target, nn.Module):
            raise Stopped("not-loadable", "Only modules can be traced, and this is a {0}.", type(target).__name__)
        from lens import tracing
        try:
            target, *whole = tracing.trace(target, request["trace"])
        except tracing.Untraceable as error:
            file, _, line = error.place.rpartition(":")
            raise Stopped("own-limit", "The model could not be traced: {0}.", error.sentence, **({"file": file, "line": int(line)} if file else {})) from None
        except tracing.Uncounted as error:
            code = getattr(type(target).forward, "__code__", None)
            raise Stopped("not-loadable", "{0}.", error.args[0], **({"file": code.co_filename, "line": code.co_firstlineno} if code else {})) from None
        except MemoryError:
            raise
        except Exception as error:
            return {"ok": False, "error": {**exception(error), "given": tracing.shown(target, request["trace"])}}
    from lens import dump
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 5000))
    try:
        dumper = dump.Dumper(torch, nn, request.get("values", False))
        graph = dumper.run(target)
        described[:] = dumper.afresh
        return {"ok": True, "graph": graph, "ran": [[c.co_filename, c.co_firstlineno] for c in ran], **told_of_traces(whole), **half}
    finally:
        sys.setrecursionlimit(limit)


def watch_functions():
    """A list that fills with the code of the user's functions as they first run: an edit of any other changes nothing that is built."""
    ran = []
    monitoring = sys.monitoring
    tool = 4  # one that Python gives to no kind of tool: the user's own may run

    def started(code, offset):
        if not code.co_filename.startswith(("/lens/", "/lib/", "<")):
            ran.append(code)
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, "lens")
    monitoring.register_callback(tool, monitoring.events.PY_START, started)
    monitoring.set_events(tool, monitoring.events.PY_START)
    return ran


def told_of_traces(whole):
    """What was recorded: the whole, or parts that the model traces itself, used or not."""
    if whole is not None:
        return {"traced": {"notes": whole[0], "unused": whole[1]}}
    tracing = sys.modules.get("lens.tracing")
    return {"parts": tracing.parts()} if tracing else {}


def recorded(original, inputs):
    """An export needs what torch.jit.trace records."""
    from lens import tracing
    return tracing.recorded(original, inputs)


def choose(release):
    """Takes on a release of torch: the memory snapshot holds what each of them changes."""
    import gc
    import torch
    torch._lens_set_version({"1.13": "1.13.1", "2.6": "2.6.0", "2.14": "2.14.1"}[release])
    from lens import kept
    kept.keep_stand_in(torch)
    gc.collect()


def setup(request, finder):
    from lens import older, system
    sys.argv = [request["file"]]
    own = "/lens/site"
    path = [p for p in sys.path if p not in ("", own)]
    sys.path[:] = [own] + list(dict.fromkeys([*request["roots"], os.path.dirname(request["file"])])) + path + [p for p in request["sitePackages"] if p not in path]
    if any(os.path.isdir(os.path.join(p, "torchvision")) for p in (*request["sitePackages"], *request["roots"])):
        # the installed torchvision is used over the stand-in torch
        sys.meta_path.insert(0, Installed("torchvision", [*request["roots"], *request["sitePackages"]]))
        note_extensions([*request["roots"], *request["sitePackages"]])
    sys.modules["yaml"].FOLDERS = [*request["roots"], *request["sitePackages"]]
    for name in ("ctypes", "ctypes.util"):
        sys.modules[name] = finder.without_c(name)
    sys.meta_path.insert(0, finder.NativeFinder())
    sys.meta_path.append(finder.MissingFinder())
    if request["roots"]:
        try:
            os.chdir(request["roots"][0])
        except OSError:
            pass
    # a folder cannot be listed by its number here: shutil.rmtree is to take its path
    shutil._use_fd_functions = False
    shutil._rmtree_impl = getattr(shutil, "_rmtree_unsafe", shutil.rmtree)
    finder.TAKEN_FOR_DATA.clear()
    finder.UNUSABLE.clear()
    system.answer_calls()
    linecache.clearcache()
    sys.dont_write_bytecode = True
    is_older = before_3_14(request)
    if is_older:
        older.answer()
    finder.use_code_cache(is_older, request["sitePackages"])


def before_3_14(request):
    """
    Is the user's Python older than the one that loads here? No release of torch before 2.9 runs on 3.14. With later ones
    the Python decides that torch is installed in: another one that happens to be found says nothing.
    """
    import re
    holding = [p for p in request["sitePackages"] if os.path.isdir(os.path.join(p, "torch"))]
    found = [int(m[1]) for p in holding if (m := re.search(r"/python3\.(\d+)/", p + "/"))]
    return request["torch"] in ("1.13", "2.6") or any(n < 14 for n in found)


def note_extensions(folders):
    """torchvision looks for its C++ library by the suffixes of the running Python: it is there, for another one, and torch.ops stands in for it."""
    from importlib.machinery import EXTENSION_SUFFIXES
    for folder in folders:
        try:
            names = os.listdir(os.path.join(folder, "torchvision"))
        except OSError:
            continue
        for name in names:
            if name.startswith("_C.") and name.endswith((".so", ".pyd")) and name[2:] not in EXTENSION_SUFFIXES:
                EXTENSION_SUFFIXES.append(name[2:])


class Installed:
    """Finds one package in the user's folders before the stand-in's own."""

    def __init__(self, name, folders):
        self.name = name
        self.folders = folders

    def find_spec(self, fullname, path=None, target=None):
        if fullname != self.name:
            return None
        from importlib.machinery import PathFinder
        return PathFinder.find_spec(fullname, self.folders)


def half_target(module, request, nn):
    """The target in a file whose import failed further down; without a name there is none to be scripted as it is."""
    if request.get("asIs") and not request.get("name") and "target" not in vars(module):
        raise Stopped("unknown-name", "the file could not be imported")
    return find_target(module, request, nn)


def executed(spec, name, request):
    """
    The module, and what its import raised, if anything: what it had defined by then can be looked at all the same. Pauses
    before the file's own functions and classes; what is sent there is the request to go on with.
    """
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec._initializing = True  # by this Python tells a circular import
    try:
        length, first, rest = spec.loader.in_two()
        exec(first, module.__dict__)
        other = yield length
        if other is not None:
            rest = taken_up(other, request, spec.loader, length)
        exec(rest, module.__dict__)
    except (MemoryError, SyntaxError):
        raise
    except (Exception, SystemExit) as error:
        return module, error
    finally:
        spec._initializing = False
    return sys.modules.get(name, module), None


def taken_up(other, request, loader, length):
    """Makes the request another one, and gives the code of the file as it is now, from `length` bytes on."""
    request.clear()
    request.update(other)
    linecache.cache.pop(request["file"], None)
    again, _, rest = loader.in_two()
    if again != length or scripts(request["file"]) != (sys.modules["torch.jit"]._outputs is not None):
        raise Again
    return rest


def import_either_way(request):
    """
    As `import_file`. A file is run from its own folder or from the root, and then finds only what lies there; here it finds
    both. Where a name is in both and importing fails, one of them was not meant: each is tried alone before the other.
    """
    file, roots = request["file"], request["roots"]
    own = os.path.dirname(file)
    before, path, finders = dict(sys.modules), sys.path[:], sys.meta_path[:]
    first = yield from import_file(request)
    if not isinstance(first[1], (ImportError, AttributeError)) or not twice_there(first[1], own, [r for r in roots if r != own], before):
        return first
    after = dict(sys.modules)
    others = [p for p in path if p != own]
    for searched, later in ((others, [own]), ([p for p in path if p not in roots or p == own], roots)):
        for name in [n for n in sys.modules if n not in before]:
            del sys.modules[name]
        sys.path[:] = searched
        sys.meta_path[:] = [*finders[:-1], Later(later), finders[-1]]
        again = yield from import_file(request)
        if again[1] is None:
            return again
    sys.modules.update(after)
    sys.path[:], sys.meta_path[:] = path, finders
    return first


class Later:
    """Finds in folders what is nowhere else."""

    def __init__(self, folders):
        self.folders = folders

    def find_spec(self, fullname, path=None, target=None):
        from importlib.machinery import PathFinder
        return PathFinder.find_spec(fullname, self.folders) if path is None else None


def twice_there(error, own, roots, before):
    """Does a module that was imported, or was to be, have its name both beside the file and in a root?"""
    names = {n.partition(".")[0] for n in (getattr(error, "name", None) or "", *sys.modules) if n not in before}
    there = lambda folder, name: any(os.path.exists(os.path.join(folder, name + end)) for end in ("", ".py"))
    return any(name and there(own, name) and any(there(r, name) for r in roots) for name in names)


def import_file(request):
    """As people import it: by its dotted name below the nearest root if its folders are packages or plain names, else by its stem.

    Returns the module and what its import raised, and pauses, as `executed`.

    A file that is checked as it is and lies in no package is a case of its own, named as test/conformance/record.py names it.
    """
    file, roots = request["file"], request["roots"]
    if file.endswith(".ipynb"):
        return (yield from import_notebook(request))
    stem = os.path.splitext(os.path.basename(file))[0]
    alone = request.get("asIs", False) and not os.path.exists(os.path.join(os.path.dirname(file), "__init__.py"))
    for root in () if alone else roots:
        relative = os.path.relpath(file, root)
        parts = os.path.splitext(relative)[0].split(os.sep)
        if parts[-1] == "__init__":
            parts.pop()  # a package is imported by its own name
        if relative.startswith("..") or os.sep not in relative or not all(p.isidentifier() for p in parts):
            continue
        name = ".".join(parts)
        try:
            spec = importlib.util.find_spec(name)
        except Exception:
            continue
        if spec is not None and spec.origin and os.path.realpath(spec.origin) == os.path.realpath(file):
            if name in sys.modules:  # its package has imported it
                yield from imported_whole(request)
                return sys.modules[name], None
            module, failed = yield from executed(spec, name, request)
            above = sys.modules.get(name.rpartition(".")[0])
            if above is not None:
                setattr(above, parts[-1], module)
            return module, failed
    name = stem if not alone and stem.isidentifier() and stem not in sys.modules and stem not in sys.stdlib_module_names else "case_" + "".join(c if c.isalnum() or c == "_" else "_" for c in stem)
    from lens.finder import CachedLoader
    spec = importlib.util.spec_from_file_location(name, file, loader=CachedLoader(name, file))
    if spec is None:
        raise Stopped("missing-file", "{0} is not a Python file.", file)
    return (yield from executed(spec, name, request))


def imported_whole(request):
    """The pause of a file of which nothing is left to be executed."""
    other = yield None
    if other is not None:
        request.clear()
        request.update(other)


def import_notebook(request):
    from lens.cells import CellsLoader
    spec = importlib.util.spec_from_file_location("__main__", request["file"], loader=CellsLoader("__main__", request["file"], request["cellSeconds"]))
    module = sys.modules["__main__"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield from imported_whole(request)
    return module, None


def own_classes(module, nn):
    return [(k, v) for k, v in vars(module).items() if isinstance(v, type) and issubclass(v, nn.Module) and v.__module__ == module.__name__]


def find_target(module, request, nn):
    name = request.get("name")
    if name:
        found = module
        for part in name.split("."):
            try:
                found = getattr(found, part)
            except AttributeError:
                names = [k for k, v in vars(module).items() if not k.startswith("_") and getattr(v, "__module__", None) == module.__name__ or isinstance(v, nn.Module)]
                if names:
                    raise Stopped("unknown-name", "{0} has no '{1}'. It has: {2}.", os.path.basename(request["file"]), name, ", ".join(names[:12])) from None
                raise Stopped("unknown-name", "{0} has no '{1}'.", os.path.basename(request["file"]), name) from None
        return found
    if "target" in vars(module):
        return vars(module)["target"]
    classes = own_classes(module, nn)
    if len(classes) == 1:
        request["taken"] = classes[0][0]
        return classes[0][1]
    instances = [k for k, v in vars(module).items() if isinstance(v, nn.Module)]
    names = [k for k, _ in classes] + instances
    if not names:
        raise Stopped("unknown-name", "{0} has no class derived from nn.Module. Name what to check: FILE.py:NAME.", os.path.basename(request["file"]))
    raise Stopped("unknown-name", "{0} has several candidates: {1}. Name one: FILE.py:NAME.", os.path.basename(request["file"]), ", ".join(names[:20]))


def parameters_of(fn, skip_self):
    try:
        signature = inspect.signature(fn)
    except (TypeError, ValueError):
        return []
    rows = []
    for i, p in enumerate(signature.parameters.values()):
        if skip_self and i == 0 and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD):
            continue
        if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD):
            continue
        annotation = None if p.annotation is p.empty else p.annotation if isinstance(p.annotation, str) else p.annotation.__name__ if type(p.annotation) is type else str(p.annotation).replace("typing.", "")
        rows.append({"name": p.name, "annotation": annotation, "default": None if p.default is p.empty else short(p.default)})
    return rows


def takes_any(fn):
    """Are there arguments that its signature does not name?"""
    try:
        return any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in inspect.signature(fn).parameters.values())
    except (TypeError, ValueError):
        return True


def short(value):
    try:
        text = repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 80 else text[:77] + "..."


def inspect_module(module, nn, file):
    classes = []
    for name, cls in own_classes(module, nn):
        classes.append({**({"open": True} if takes_any(cls.__init__) else {}), "name": name, "line": cls.__dict__.get("__firstlineno__", 1), "parameters": parameters_of(cls.__init__, True),
                        "forward": parameters_of(cls.forward, True) if isinstance(inspect.getattr_static(cls, "forward", None), types.FunctionType) else []})
    made = {k: v for k, v in vars(module).items() if isinstance(v, nn.Module)}
    for row in classes:
        row["made"] = next((k for k, v in made.items() if type(v) is vars(module)[row["name"]]), None)
    return {"classes": classes, "instances": list(made), "makeable": makeable(module, nn)}


def makeable(module, nn):
    """Classes of the user's that the file knows and that are made without arguments, configurations mostly, and what their objects have."""
    rows = []
    for name, cls in vars(module).items():
        if not isinstance(cls, type) or issubclass(cls, (nn.Module, BaseException, enum.Enum)) or name.startswith("_"):
            continue
        if str(getattr(sys.modules.get(cls.__module__), "__file__", None) or "/lens/").startswith(("/lens/", "/lib/")):
            continue
        try:
            inspect.signature(cls).bind()
            stored = getattr(getattr(cls.__init__, "__code__", None), "co_names", ())
            rows.append({"name": name, "has": sorted({*dir(cls), *stored, *getattr(cls, "__dataclass_fields__", ())})})
        except Exception:  # a metaclass of the user's may answer with anything
            continue
    return rows


def built_by(module, expression):
    """What an expression in the file's own names gives."""
    try:
        code = compile(expression.strip(), "<build>", "eval", dont_inherit=True)
    except SyntaxError as error:
        raise Stopped("needs-arguments", "'{0}' is no Python expression: {1}.", expression, error.msg) from None
    return eval(code, vars(module))


def target_of(find, module, request, nn):
    """What is handed to torch.jit.script."""
    if request.get("build"):
        return in_mode(built_by(module, request["build"]), request, nn)
    return build(find(module, request, nn), request, nn)


def build(target, request, nn):
    args = request.get("args")
    if isinstance(args, str):
        args = json.loads(args)
    positional = args if isinstance(args, list) else []
    keywords = args if isinstance(args, dict) else {}
    is_class = isinstance(target, type) and issubclass(target, nn.Module)
    if request.get("asIs") or not (is_class or request.get("call")):
        if request.get("call"):
            pass
        elif args is not None and not is_class:
            raise Stopped("needs-arguments", "{0} is not a class derived from nn.Module: arguments do not apply. If it is a function that builds the model, add --call.", request.get("name"))
        return in_mode(target, request, nn)
    if not callable(target):
        raise Stopped("unknown-name", "{0} cannot be called: it is a {1}.", request.get("name"), type(target).__name__)
    try:
        signature = inspect.signature(target)
    except (TypeError, ValueError):
        signature = None
    if signature is not None:
        try:
            signature.bind(*positional, **keywords)
        except TypeError as error:
            rows = parameters_of(target, False)
            needed = ", ".join(r["name"] + (f": {r['annotation']}" if r["annotation"] else "") for r in rows if r["default"] is None)
            raise Stopped("needs-arguments", "{0} cannot be built like this: {1}. It needs: {2}. Give them in torchscript.yaml ('Set arguments...' asks for them), or with --args (a JSON list or object); where one is an object of a class, say how to build the model in Python: build: {3}(...), or --build.",
                          target.__name__, error, needed or "nothing", target.__name__, parameters=rows) from None
    return in_mode(target(*positional, **keywords), request, nn)


def in_mode(made, request, nn):
    if isinstance(made, nn.Module) and request.get("train") is False and not request.get("asIs"):
        made.eval()
    return made
