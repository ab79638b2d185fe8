"""
Annotations as Python evaluated them before 3.14: at once, where the function or variable is defined. The Python of the
loader evaluates them when somebody asks, so that a name which does not exist would go unseen.
"""
import ast

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
OWN_SCOPE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def looked_up_at_once(source, path):
    """The file's tree, in which the names in annotations are read before the definition; raises SyntaxError."""
    tree = ast.parse(source, path)
    postponed = any(isinstance(n, ast.ImportFrom) and n.module == "__future__" and any(a.name == "annotations" for a in n.names) for n in tree.body)
    if not postponed:
        tree.body = read_first(tree.body, False)
    return tree


#: Where a statement has statements inside. Expressions have none.
BODIES = ("body", "orelse", "finalbody", "handlers", "cases")


def read_first(body, inside_function):
    """The statements, each behind the names that its annotations look up."""
    found = []
    for node in body:
        is_function = isinstance(node, FUNCTIONS)
        inside = is_function or inside_function and not isinstance(node, ast.ClassDef)
        for field in BODIES:
            inner = getattr(node, field, None)
            if inner:
                setattr(node, field, read_first(inner, inside))
        if is_function and not node.type_params:
            args = node.args
            given = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]
            found += reads([a.annotation for a in given] + [node.returns])
        elif isinstance(node, ast.AnnAssign) and not inside_function:
            found += reads([node.annotation])
        found.append(node)
    return found


def reads(annotations):
    """One statement for each name in the annotations, at the name's place, and for what joins two constants: Python may refuse it."""
    found = []
    for annotation in annotations:
        if annotation is not None:
            names(annotation, found)
    return [ast.copy_location(ast.Expr(ast.copy_location(ast.Name(n.id, ast.Load()), n) if isinstance(n, ast.Name) else n), n) for n in found]


def names(node, found):
    if isinstance(node, ast.Name) or isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant):
        found.append(node)
    elif not isinstance(node, OWN_SCOPE):
        for child in ast.iter_child_nodes(node):
            names(child, found)
