"""What a traced function or module takes and returns: told by running it once on its example inputs, as torch.jit.trace does."""
import inspect


def signature(torch, func, inputs):
    """Names and shapes of the inputs and the shape of the result; None where they cannot be told here."""
    args = inputs if isinstance(inputs, tuple) else (inputs,)
    try:
        result = func(*args)
        taken = [shape_of(torch, a) for a in args]
        given = shape_of(torch, result)
    except Exception:
        return None
    if given is None or None in taken:
        return None
    return {"names": names_of(func)[:len(taken)], "inputs": taken, "returns": given}


def shape_of(torch, value):
    """"Tensor", or how Tensors are put together; None for what is no input or output of a trace."""
    # the sizes of tensors are Tensors in a trace, and no other numbers come out of one
    if isinstance(value, torch.Tensor) or type(value) is int:
        return "Tensor"
    if isinstance(value, tuple):
        parts = [shape_of(torch, v) for v in value]
        return None if None in parts else {"tuple": parts}
    if isinstance(value, list):
        parts = [shape_of(torch, v) for v in value]
        return {"list": parts[0]} if parts and None not in parts and all(p == parts[0] for p in parts) else None
    if isinstance(value, dict):
        parts = [shape_of(torch, v) for v in value.values()]
        return {"dict": parts[0]} if parts and None not in parts and all(isinstance(k, str) for k in value) and all(p == parts[0] for p in parts) else None
    return None


def names_of(func):
    code = getattr(getattr(type(func), "forward", None) or func, "__code__", None)
    if code is None:
        return []
    first = 1 if hasattr(type(func), "forward") or inspect.ismethod(func) else 0
    return [str(n) for n in code.co_varnames[first:code.co_argcount]]
