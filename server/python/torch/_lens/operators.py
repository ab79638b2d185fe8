"""Operators that Python code registers while it is loaded: `torch.library`'s side of `torch.ops`.

Their schemas go into the object graph, so that the script compiler knows them as it knows torch's own.
"""
import collections.abc
import inspect
import typing

#: Declarations `namespace::name.overload(...) -> ...`, in order of registration.
schemas = []
#: Namespaces that Python code owns: what is not declared in them does not exist.
owned = set()
_implementations = {}


def declare(namespace, schema):
    """Returns the operator's name within its namespace."""
    head, bracket, _ = schema.partition("(")
    name = head.strip().rpartition("::")[2]
    if not bracket or "->" not in schema or not name:
        raise RuntimeError(f"'{schema}' is no schema: it should look like name(Tensor x, int n=1) -> Tensor")
    full = f"{namespace}::{schema.strip().rpartition('::')[2] if '::' in head else schema.strip()}"
    if any(known.partition("(")[0] == full.partition("(")[0] for known in schemas):
        raise RuntimeError(f"the operator {full.partition('(')[0]} is registered twice")
    schemas.append(full)
    return name


def implement(namespace, name, fn):
    _implementations[f"torch.ops.{namespace}.{name.partition('.')[0]}"] = fn


def implementation(dotted):
    """What a call of `torch.ops.namespace.name` runs, or None where it is not registered."""
    namespace, _, name = dotted[len("torch.ops."):].partition(".")
    if not is_declared(namespace, name):
        return None

    def call(*args, **kwargs):
        fn = _implementations.get(dotted)
        if fn is None:
            raise NotImplementedError(f"{namespace}::{name} has no implementation for the CPU")
        return fn(*args, **kwargs)

    return call


def is_declared(namespace, name):
    return any(known.partition("(")[0].partition(".")[0] == f"{namespace}::{name}" for known in schemas)


def _with_lists(base, text, *, items=True, optional_items=False, optional_list=False):
    out = {base: text, typing.Optional[base]: text + "?"}
    kinds = lambda item: (typing.Sequence[item], typing.List[item], collections.abc.Sequence[item], list[item])
    for kind in kinds(base) if items else ():
        out[kind] = text + "[]"
        if optional_list:
            out[typing.Optional[kind]] = text + "[]?"
    for kind in kinds(typing.Optional[base]) if optional_items else ():
        out[kind] = text + "?[]"
    return out


def _types():
    import torch
    from torch.types import Number
    parameters = {
        **_with_lists(torch.Tensor, "Tensor", optional_items=True), **_with_lists(int, "SymInt", optional_list=True), **_with_lists(float, "float", optional_list=True),
        **_with_lists(bool, "bool", optional_list=True), **_with_lists(str, "str", items=False), **_with_lists(Number, "Scalar"),
        **_with_lists(torch.dtype, "ScalarType", items=False), **_with_lists(torch.device, "Device", items=False),
    }
    returns = {torch.Tensor: "Tensor", typing.List[torch.Tensor]: "Tensor[]", list[torch.Tensor]: "Tensor[]", int: "SymInt", float: "float", bool: "bool", Number: "Scalar"}
    return parameters, returns


def schema_of(fn, mutates_args, name=""):
    """The schema that a function's annotations give; answers to torch/_library/infer_schema.py. Raises ValueError where they give none."""
    import torch
    signature = inspect.signature(fn)
    parameters, returns = _types()

    def refuse(what):
        raise ValueError(f"no schema follows from the signature {signature}: {what}")

    def written(annotation):
        if not isinstance(annotation, str):
            return annotation
        try:
            return eval(annotation, fn.__globals__)
        except Exception:
            refuse(f"'{annotation}' is no type")

    def default(value):
        if value is None or isinstance(value, (int, float, bool)):
            return str(value)
        if isinstance(value, (str, torch.device)):
            return f'"{value}"'
        if isinstance(value, torch.dtype):
            return str(value)[len("torch."):]
        refuse(f"a default of type {type(value).__name__} cannot be in a schema")

    everything = isinstance(mutates_args, str)
    if everything and mutates_args != "unknown":
        raise ValueError("mutates_args is either a sequence of parameter names or 'unknown'")
    parts, names_only = [], False
    for at, (parameter, given) in enumerate(signature.parameters.items()):
        if given.kind not in (given.POSITIONAL_OR_KEYWORD, given.KEYWORD_ONLY):
            refuse("positional-only parameters, *args and **kwargs have no place in a schema")
        if given.kind == given.KEYWORD_ONLY and not names_only:
            parts.append("*")
            names_only = True
        if given.annotation is given.empty:
            refuse(f"parameter {parameter} has no annotation")
        annotation = written(given.annotation)
        try:
            text = parameters.get(annotation)
        except TypeError:
            text = None
        if text is None:
            refuse(f"parameter {parameter} has an annotation that a schema does not know")
        if text.startswith("Tensor") if everything else parameter in mutates_args:
            if not text.startswith("Tensor"):
                refuse(f"parameter {parameter} is no tensor and cannot be mutated")
            text = f"Tensor(a{at}!){text[len('Tensor'):]}"
        parts.append(f"{text} {parameter}" + ("" if given.default is given.empty else f"={default(given.default)}"))
    unknown = () if everything else set(mutates_args) - set(signature.parameters)
    if unknown:
        refuse(f"mutates_args names {sorted(unknown)}, which are no parameters")
    return f"{name}({', '.join(parts)}) -> {_returned(written(signature.return_annotation), signature, returns, refuse)}"


def _returned(annotation, signature, returns, refuse):
    if annotation is None:
        return "()"
    if annotation is signature.empty:
        refuse("what it returns is not annotated")
    items = typing.get_args(annotation) if typing.get_origin(annotation) is tuple else (annotation,)
    texts = [returns.get(item) for item in items]
    if None in texts:
        refuse("a schema does not know the annotated return type")
    if typing.get_origin(annotation) is not tuple:
        return texts[0]
    return f"({'(' + texts[0] + ')' if len(texts) == 1 else ', '.join(texts)})"
