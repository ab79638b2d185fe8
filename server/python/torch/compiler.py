def is_compiling():
    return False


is_dynamo_compiling = is_compiling


def disable(fn=None, recursive=True):
    return fn if fn is not None else (lambda f: f)


def allow_in_graph(fn):
    return fn
