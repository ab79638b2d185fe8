# The text of a generated function: what writes one (attrs does) leaves its lines with linecache, and torch finds them there.
import linecache

TEXT = """\
def doubled(x, times: int = 2):
    for _ in range(times):
        x = x + x
    return x
"""
linecache.cache["<doubled>"] = len(TEXT), None, TEXT.splitlines(True), "<doubled>"
scope = {"__name__": __name__}
exec(compile(TEXT, "<doubled>", "exec"), scope)
target = scope["doubled"]
