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
        Reader().visit(tree)
    return tree


class Reader(ast.NodeTransformer):
    def __init__(self):
        self.inside_function = False

    def function(self, node):
        outer, self.inside_function = self.inside_function, True
        self.generic_visit(node)
        self.inside_function = outer
        args = node.args
        given = [*args.posonlyargs, *args.args, *args.kwonlyargs, *filter(None, (args.vararg, args.kwarg))]
        return node if node.type_params else [*reads([a.annotation for a in given] + [node.returns]), node]

    visit_FunctionDef = visit_AsyncFunctionDef = function

    def visit_ClassDef(self, node):
        outer, self.inside_function = self.inside_function, False
        self.generic_visit(node)
        self.inside_function = outer
        return node

    def visit_AnnAssign(self, node):
        return node if self.inside_function else [*reads([node.annotation]), node]


def reads(annotations):
    """One statement for each name in the annotations, at the name's place."""
    found = []
    for annotation in annotations:
        if annotation is not None:
            names(annotation, found)
    return [ast.copy_location(ast.Expr(ast.copy_location(ast.Name(n.id, ast.Load()), n)), n) for n in found]


def names(node, found):
    if isinstance(node, ast.Name):
        found.append(node)
    elif not isinstance(node, OWN_SCOPE):
        for child in ast.iter_child_nodes(node):
            names(child, found)
