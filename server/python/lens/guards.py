"""Would an exception be caught? Told from the text of the frames that are being executed."""
import ast
import dis
import linecache
import sys

_trees = {}
_known = {}


def lines_of(path, line, by_name, at_large, contexts):
    """Of the statement of a file that `line` is in: lines inside the body of a `try` that catches one of `by_name`, and those inside one that catches one of `at_large`
    or everything; a `with` whose context has one of the words `contexts` in it counts as the former."""
    from lens.finder import kept_code
    text = linecache.getlines(path)
    begin = next((i for i in range(min(line, len(text)) - 1, -1, -1) if _begins(text[i])), 0)
    key = (path, begin, by_name)
    if key not in _known:
        question = repr((begin, by_name, at_large, contexts))
        # a parse costs more than all else
        _known[key] = kept_code("u", path, f"\4{question}{''.join(text)}".encode(errors="surrogatepass"), lambda: _lines_in(_tree(path, text, begin), by_name, at_large, contexts))
    return _known[key]


def _lines_in(tree, by_name, at_large, contexts):
    lines, broad = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            named = any(_catches(h.type, by_name) for h in node.handlers)
            if named or any(h.type is None or _catches(h.type, at_large) for h in node.handlers):
                for stmt in node.body:
                    (lines if named else broad).update(range(stmt.lineno, stmt.end_lineno + 1))
        elif isinstance(node, ast.With) and any(word in ast.unparse(i.context_expr) for i in node.items for word in contexts):
            lines.update(range(node.lineno, node.end_lineno + 1))
    return lines, broad


def is_protected(frame):
    """Is the frame inside any `try` or `with`? Spares the reading of most sources."""
    at = frame.f_lasti
    return any(e.start <= at < e.end for e in dis._parse_exception_table(frame.f_code))


def catches_failed_script():
    """Would the caller, or one of its callers, catch what torch.jit.script raises for code that it cannot compile?"""
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if not name.startswith(("/lens/site/", "/lib/python", "<")) and is_protected(frame):
            named, broad = lines_of(name, frame.f_lineno, ("RuntimeError", "NotSupportedError", "FrontendError", "UnsupportedNodeError"), ("Exception", "BaseException"), ("suppress", "raises", "assertRaises"))
            if frame.f_lineno in named or frame.f_lineno in broad:
                return True
        frame = frame.f_back
    return False


def catches_missing_library(frame):
    """Is what the frame does in a `try` of its own for what a library that is not there raises?"""
    if not is_protected(frame):
        return False
    named, broad = lines_of(frame.f_code.co_filename, frame.f_lineno, ("OSError",), ("Exception", "BaseException"), ("suppress",))
    return frame.f_lineno in named or frame.f_lineno in broad


def _tree(path, text, begin):
    """The statement at the outermost level that begins at a line, or the whole file where that cannot be told from how its lines begin."""
    end = next((i for i in range(begin + 1, len(text)) if _begins(text[i])), len(text))
    for first, lines in ((begin, text[begin:end]), (0, text)):
        if (path, first) not in _trees:
            try:
                _trees[path, first] = ast.increment_lineno(ast.parse("".join(lines)), first)
            except (SyntaxError, ValueError, RecursionError):
                _trees[path, first] = None
        if _trees[path, first] is not None:
            return _trees[path, first]
    return _NOTHING


_NOTHING = ast.Module([], [])


def _begins(line):
    """Is it the first line of a statement at the outermost level?"""
    return line[:1].strip() not in ("", "#", ")", "]", "}", "@") and not line.startswith(("except", "else", "elif", "finally"))


def _catches(kind, wanted):
    names = kind.elts if isinstance(kind, ast.Tuple) else [kind] if kind is not None else []
    return any(ast.unparse(n).rsplit(".", 1)[-1] in wanted for n in names)
