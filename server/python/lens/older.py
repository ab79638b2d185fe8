"""What Python had before 3.14 and code for older releases of torch uses."""
import argparse
import ast
import gc
import importlib.util
import pkgutil
import sys
import typing


def answer():
    name_unions()
    for name, types in (("Num", (int, float, complex)), ("Str", (str,)), ("Bytes", (bytes,)), ("NameConstant", (type(None), bool)), ("Ellipsis", (type(...),))):
        setattr(ast, name, Literal(name, (ast.Constant,), {"types": types, "__new__": constant}))
    ast.Constant.n = ast.Constant.s = property(lambda self: self.value, lambda self, value: setattr(self, "value", value))
    argparse._ActionsContainer._check_help = lambda self, action: None  # looked at when it was printed
    pkgutil.find_loader = pkgutil.get_loader = loader_of


class UnionName:
    # one without None in it had no name: those who asked took that of its origin, whose text is another one now
    def __get__(self, union, owner):
        return "Union" if union is None or len(union.__args__) != 2 or type(None) not in union.__args__ else "Optional"


def name_unions():
    """`Union[X, Y]` was an object of typing's own, which had a name as `List[X]` has; now its class is a built-in one, which takes no attributes."""
    if not hasattr(typing.Union, "_name"):
        gc.get_referents(vars(typing.Union))[0]["_name"] = UnionName()
        sys._clear_internal_caches()


class Literal(type):
    """Each kind of constant in a syntax tree had a class; they looked at the value."""

    def __instancecheck__(cls, node):
        return isinstance(node, ast.Constant) and type(node.value) in cls.types


def constant(cls, value=..., kind=None, **fields):
    return ast.Constant(next(iter(fields.values()), value), kind)


def loader_of(module):
    name = module if isinstance(module, str) else module.__name__
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ImportError(f"no loader of {name!r} can be looked up") from error
    return spec and spec.loader
