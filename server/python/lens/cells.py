"""
A notebook, run from its first cell to its last: one that raises ends there, as in Jupyter, and those below it are run all the
same. Its text is what server/src/syntax/notebook.ts makes of it.
"""
import ast
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
        #: What cells raised, but where that follows from an earlier one; names that are not there for it; is one of them a class, a function or imported?
        self.raised = []

    def exec_module(self, module):
        path = self.path
        names = vars(module)
        names.setdefault("display", lambda *shown, **options: None)
        names.setdefault("get_ipython", IPython)
        text = self.get_data(path)
        tree = annotations.looked_up_at_once(text, path) if finder.annotations_at_once else ast.parse(text, path)
        flags, lost, clock = 0, set(), Clock(path, self.seconds)
        with clock:
            for body in cells(tree, text.decode("utf-8").split("\n")):
                try:
                    code = compile(ast.Module(body, []), path, "exec", flags, dont_inherit=True)
                    flags |= code.co_flags & finder.FUTURE
                    clock.begin()
                    exec(code, names)
                    continue
                except (KeyboardInterrupt, MemoryError, SyntaxError):
                    raise
                except (Exception, SystemExit, TooLong) as error:
                    missing = {name: defined for name, defined in bound(body).items() if name not in names}
                    if not isinstance(error, NameError) or error.name not in lost:
                        self.raised.append((error, missing.keys(), any(missing.values())))
                    lost |= missing.keys()


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


def cells(tree, lines):
    """The statements of each cell."""
    ends = [i + 1 for i, line in enumerate(lines) if MARK.fullmatch(line)][1:] + [len(lines) + 1]
    body = iter(tree.body)
    found = next(body, None)
    for end in ends:
        cell = []
        while found is not None and found.lineno < end:
            cell.append(found)
            found = next(body, None)
        if cell:
            yield cell


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


def to_tell(module):
    """What is said of cells that raised: a model may need what they define. That data is not there, or a training loop ended, is nothing to it."""
    return [error for error, _, defines in module.__spec__.loader.raised if defines]


def reason(module, name):
    """What kept a notebook from having this name, if it is known."""
    return next((error for error, missing, _ in module.__spec__.loader.raised if name.partition(".")[0] in missing), None)
