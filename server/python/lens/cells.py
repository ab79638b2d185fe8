"""
A notebook, run from its first cell to its last: one that raises ends there, as in Jupyter, one that cannot be read is passed
over, and those below are run all the same. Its text is what server/src/syntax/notebook.ts makes of it.
"""
import __future__
import ast
import inspect
import itertools
import re
import sys
import time

from lens import annotations, finder

MARK = re.compile(r"(?:if True: )?# %% \[cell \d+\]")
#: As Python gives them to no tool of its own (lens.run has the other free one).
TOOL = 3


class TooLong(BaseException):
    """No `except Exception` of the user's catches it."""


class CellsLoader(finder.CachedLoader):
    """`seconds`: what a cell may take whose loop goes on. A training loop changes nothing about what a model is."""

    def __init__(self, name, path, seconds):
        super().__init__(name, path)
        self.seconds = seconds
        #: What cells raised; names that are not there for it; is it to be told?
        self.raised = []
        #: What cells that cannot be read were to define.
        self.unread = set()

    def exec_module(self, module):
        path = self.path
        names = vars(module)
        names.setdefault("display", lambda *shown, **options: None)
        names.setdefault("get_ipython", IPython)
        flags, lost, clock = 0, set(), Clock(path, self.seconds)
        with clock:
            for lines, body in cells(self.get_data(path).decode("utf-8"), path, lambda: flags & __future__.annotations.compiler_flag):
                try:
                    if isinstance(body, SyntaxError):
                        raise body
                    code = compile(ast.Module(body, []), path, "exec", flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
                    flags |= code.co_flags & finder.FUTURE
                    clock.begin()
                    if code.co_flags & inspect.CO_COROUTINE:
                        awaited(eval(code, names))
                    else:
                        exec(code, names)
                    continue
                except (KeyboardInterrupt, MemoryError):
                    raise
                except (Exception, SystemExit, TooLong) as error:
                    if isinstance(body, SyntaxError):
                        missing = written(lines)
                        self.unread |= missing.keys()
                    else:
                        missing = bound(body)
                    missing = {name: defined for name, defined in missing.items() if name not in names}
                    follows = isinstance(error, NameError) and error.name in lost
                    self.raised.append((error, missing.keys(), not follows and (isinstance(error, SyntaxError) or any(missing.values()))))
                    lost |= missing.keys()


def awaited(cell):
    """Runs a cell that awaits, as far as it comes without a loop of events."""
    try:
        cell.send(None)
    except StopIteration:
        pass
    finally:
        cell.close()


def bound(body):
    """Names that the statements bind, as far as the text tells: is it by a definition or an import?"""
    found = {}
    for node in (n for s in body for n in ast.walk(s)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.setdefault(node.id, False)
        elif isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            found[node.name] = True
        elif isinstance(node, ast.alias):
            found[node.asname or node.name.partition(".")[0]] = True
    return found


DEFINES = re.compile(r"\s*(?:async\s+def|def|class)\s+(\w+)|(?:from\s+\S+\s+)?import\s+(.+)|(\w+)\s*(?::[^=]*)?=(?!=)")


def written(lines):
    """As `bound`, of lines that cannot be read."""
    found = {}
    for defined, imported, assigned in (m.groups("") for m in map(DEFINES.match, lines) if m):
        if assigned:
            found.setdefault(assigned, False)
        for name in [defined] if defined else imported.split(","):
            found[name.split()[-1] if name.split() else ""] = True
    found.pop("", None)
    return found


def cells(text, path, postponed):
    """The lines and the statements of each cell, or its SyntaxError; all at once if that can be, since a whole has one tree. `postponed`: are annotations of what comes next?"""
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if MARK.fullmatch(line)]

    def parsed(part):
        return annotations.looked_up_at_once(part, path) if finder.annotations_at_once and not postponed() else ast.parse(part, path)

    try:
        whole = iter(parsed(text).body)
    except SyntaxError:
        whole = None
    found = whole and next(whole, None)
    for start, end in itertools.pairwise([*starts, len(lines)]):
        body = []
        if whole is None:
            try:
                body = parsed("\n" * start + "\n".join(lines[start:end])).body
            except SyntaxError as error:
                body = error
        while found is not None and found.lineno <= end:
            body.append(found)
            found = next(whole, None)
        if body:
            yield lines[start:end], body


class Clock:
    """Ends a cell whose loops, or those of the notebook's functions, go on for too long; each that does leaves half as long to the others."""

    def __init__(self, path, seconds):
        self.path = path
        self.seconds = seconds
        self.until = 0.0

    def begin(self):
        self.until = time.perf_counter() + self.seconds

    def jumped(self, code, here, there):
        if code.co_filename != self.path:
            return sys.monitoring.DISABLE
        if there < here and time.perf_counter() > self.until:
            self.seconds /= 2
            self.begin()  # for what is run while it ends
            raise TooLong

    def __enter__(self):
        sys.monitoring.use_tool_id(TOOL, "lens.cells")
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.JUMP, self.jumped)
        sys.monitoring.set_events(TOOL, sys.monitoring.events.JUMP)

    def __exit__(self, *how):
        sys.monitoring.free_tool_id(TOOL)


class IPython:
    """Of the shell, nothing is there."""

    def __getattr__(self, name):
        return lambda *given, **options: None


def of_broken(error):
    """Does it miss what a cell was to define that cannot be read?"""
    loader = getattr(getattr(sys.modules.get("__main__"), "__spec__", None), "loader", None)
    return isinstance(error, NameError) and isinstance(loader, CellsLoader) and error.name in loader.unread


def to_tell(module):
    """What is said of cells that raised: a model may need what they define. That data is not there, or a training loop ended, is nothing to it."""
    return [error for error, _, told in module.__spec__.loader.raised if told]


def reason(module, name):
    """What kept a notebook from having this name, if it is known."""
    return next((error for error, missing, _ in module.__spec__.loader.raised if name.partition(".")[0] in missing), None)
