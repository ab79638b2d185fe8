"""Nested containers as a list of their leaves and a description of the nesting; answers to torch/utils/_pytree.py.

Which types count as nodes is kept in SUPPORTED_NODES; torch 1.13 knows dict, list, tuple, named tuples and OrderedDict, later
releases defaultdict and deque besides, paths to leaves, and trees given beside the first.
"""
import dataclasses
import functools
import types
from collections import OrderedDict, defaultdict, deque, namedtuple
from typing import Any, NamedTuple

import torch

_V2 = torch._lens_version >= (2, 0)
_DERIVED = torch._lens_version >= (2, 14)

Context = Any
PyTree = Any


class NodeDef(NamedTuple):
    type: Any
    flatten_fn: Any
    unflatten_fn: Any
    flatten_with_keys_fn: Any = None


SUPPORTED_NODES = {}


# -- steps on the way to a leaf

@dataclasses.dataclass(frozen=True)
class SequenceKey:
    idx: int

    def __str__(self):
        return f"[{self.idx!r}]"

    def get(self, sequence):
        return sequence[self.idx]


@dataclasses.dataclass(frozen=True)
class MappingKey:
    key: Any

    def __str__(self):
        return f"[{self.key!r}]"

    def get(self, mapping):
        return mapping[self.key]


@dataclasses.dataclass(frozen=True)
class GetAttrKey:
    name: str

    def __str__(self):
        return f".{self.name}"

    def get(self, obj):
        return getattr(obj, self.name)


KeyEntry = Any


# -- which types are nodes

def register_pytree_node(
    cls, flatten_fn, unflatten_fn, *, serialized_type_name=None, to_dumpable_context=None, from_dumpable_context=None, flatten_with_keys_fn=None, **more
):
    if cls in SUPPORTED_NODES:
        raise ValueError(f"{cls} is a node already.")
    SUPPORTED_NODES[cls] = NodeDef(cls, flatten_fn, unflatten_fn, flatten_with_keys_fn)


def _register_pytree_node(cls, flatten_fn, unflatten_fn, to_str_fn=None, maybe_from_str_fn=None, *, serialized_type_name=None, to_dumpable_context=None, from_dumpable_context=None, flatten_with_keys_fn=None):
    SUPPORTED_NODES[cls] = NodeDef(cls, flatten_fn, unflatten_fn, flatten_with_keys_fn)


_private_register_pytree_node = _register_pytree_node


def _deregister_pytree_node(cls):
    SUPPORTED_NODES.pop(cls, None)


def register_dataclass(cls, *, field_names=None, drop_field_names=None, serialized_type_name=None):
    """A dataclass whose fields are children; those that are None are left out."""
    names = [f.name for f in dataclasses.fields(cls) if f.init] if field_names is None else [*field_names]
    names = [n for n in names if n not in (drop_field_names or ())]

    def flatten(obj):
        given = [n for n in names if getattr(obj, n) is not None]
        return [getattr(obj, n) for n in given], [given, [n for n in names if n not in given]]

    def unflatten(values, context):
        given, absent = context
        return cls(**dict(zip(given, values)), **dict.fromkeys(absent))

    def with_keys(obj):
        values, context = flatten(obj)
        return [(GetAttrKey(n), v) for n, v in zip(context[0], values)], context

    register_pytree_node(cls, flatten, unflatten, serialized_type_name=serialized_type_name, flatten_with_keys_fn=with_keys)


@dataclasses.dataclass(frozen=True)
class ConstantNode:
    value: Any


CONSTANT_NODES = set()


def register_constant(cls):
    """Objects of the class belong to the nesting, not to the leaves."""
    if cls.__eq__ is object.__eq__:
        raise TypeError(f"{cls} needs an __eq__ of its own to be a constant.")
    if cls.__hash__ is None:
        raise TypeError(f"{cls} needs a __hash__ to be a constant.")
    register_pytree_node(cls, lambda value: ([], ConstantNode(value)), lambda values, context: context.value)
    CONSTANT_NODES.add(cls)


def is_constant_class(cls):
    return isinstance(cls, type) and cls in CONSTANT_NODES


def is_namedtuple_class(cls):
    return isinstance(cls, type) and issubclass(cls, tuple) and isinstance(getattr(cls, "_fields", None), tuple) and all(type(n) is str for n in cls._fields)


def is_namedtuple_instance(obj):
    return is_namedtuple_class(type(obj))


def is_namedtuple(obj):
    return is_namedtuple_class(obj if isinstance(obj, type) else type(obj))


def _is_namedtuple_instance(tree):
    """Before 2.14: of a class made by `namedtuple` itself, not of one derived from it."""
    kind = type(tree)
    return is_namedtuple_class(kind) and (kind.__bases__ == (tuple,) or _DERIVED)


def _sequence(make):
    return (lambda d: (list(d), None)), (lambda values, context: make(values)), (lambda d: ([(SequenceKey(i), v) for i, v in enumerate(d)], None))


def _mapping(make):
    return (lambda d: (list(d.values()), list(d))), (lambda values, context: make(zip(context, values))), (lambda d: ([(MappingKey(k), v) for k, v in d.items()], list(d)))


_register_pytree_node(tuple, *_sequence(tuple)[:2], flatten_with_keys_fn=_sequence(tuple)[2])
_register_pytree_node(list, *_sequence(list)[:2], flatten_with_keys_fn=_sequence(list)[2])
_register_pytree_node(dict, *_mapping(dict)[:2], flatten_with_keys_fn=_mapping(dict)[2])
_register_pytree_node(OrderedDict, *_mapping(OrderedDict)[:2], flatten_with_keys_fn=_mapping(OrderedDict)[2])
_register_pytree_node(
    namedtuple, lambda d: (list(d), type(d)), lambda values, context: context(*values), flatten_with_keys_fn=lambda d: ([(GetAttrKey(n), v) for n, v in zip(d._fields, d)], type(d)),
)
if _V2:
    _register_pytree_node(
        defaultdict, lambda d: (list(d.values()), [d.default_factory, list(d)]), lambda values, context: defaultdict(context[0], zip(context[1], values)),
        flatten_with_keys_fn=lambda d: ([(MappingKey(k), v) for k, v in d.items()], [d.default_factory, list(d)]),
    )
    _register_pytree_node(
        deque, lambda d: (list(d), d.maxlen), lambda values, context: deque(values, maxlen=context), flatten_with_keys_fn=lambda d: ([(SequenceKey(i), v) for i, v in enumerate(d)], d.maxlen),
    )

    _register_pytree_node(torch.Size, *_sequence(tuple)[:2], flatten_with_keys_fn=_sequence(tuple)[2])

#: Libraries register containers of their own with these.
for _kind, _name in ((tuple, "tuple"), (list, "list"), (dict, "dict"), (OrderedDict, "ordereddict"), (namedtuple, "namedtuple"), (defaultdict, "defaultdict"), (deque, "deque")):
    _node = SUPPORTED_NODES.get(_kind)
    if _node is not None:
        globals().update({f"_{_name}_flatten": _node.flatten_fn, f"_{_name}_unflatten": _node.unflatten_fn})
        if _V2:
            globals()[f"_{_name}_flatten_with_keys"] = _node.flatten_with_keys_fn
if not _V2:
    _odict_flatten, _odict_unflatten = _ordereddict_flatten, _ordereddict_unflatten  # noqa: F821

STANDARD_DICT_TYPES = frozenset({dict, OrderedDict, defaultdict})
BUILTIN_TYPES = frozenset({tuple, list, dict, namedtuple, OrderedDict, defaultdict, deque})


def _get_node_type(tree):
    kind = type(tree)
    if kind.__module__ == "torch.return_types":
        if kind not in SUPPORTED_NODES:  # torch makes these all at once
            flatten, _, with_keys = _sequence(tuple)
            _register_pytree_node(kind, flatten, lambda values, context: kind(*values), flatten_with_keys_fn=with_keys)
        return kind
    return namedtuple if _is_namedtuple_instance(tree) else kind


def tree_is_leaf(tree, is_leaf=None):
    return is_leaf is not None and bool(is_leaf(tree)) or _get_node_type(tree) not in SUPPORTED_NODES


_is_leaf = tree_is_leaf


# -- the description

class TreeSpec:
    """A node's type, what else is needed to make it again, and its children."""

    __slots__ = ("type", "context", "children_specs", "num_nodes", "num_leaves", "num_children")

    def __init__(self, type, context, children_specs):
        self.type, self.context, self.children_specs = type, context, children_specs
        self.num_children = len(children_specs)
        self.num_nodes = 1 + sum(c.num_nodes for c in children_specs)
        self.num_leaves = sum(c.num_leaves for c in children_specs)

    def is_leaf(self):
        return self.num_nodes == 1 and self.num_leaves == 1

    def children(self):
        return list(self.children_specs)

    def child(self, index):
        return self.children_specs[index]

    def __repr__(self, indent=0):
        inner = indent + 2
        children = [c.__repr__(inner) for c in self.children_specs]
        return f"TreeSpec({self.type.__name__}, {self.context}, [{(',' + chr(10) + ' ' * inner).join(children)}])"

    def __eq__(self, other):
        if not isinstance(other, TreeSpec):
            return NotImplemented
        return (self.type, self.context, self.children_specs) == (other.type, other.context, other.children_specs)

    def __hash__(self):
        return hash((self.type, repr(self.context), tuple(self.children_specs)))

    def unflatten(self, leaves):
        leaves = leaves if isinstance(leaves, (list, tuple)) else list(leaves)
        if len(leaves) != self.num_leaves:
            raise ValueError(f"{len(leaves)} leaves do not fill a tree of {self.num_leaves}: {self}")
        return self._filled(iter(leaves))

    def _filled(self, leaves):
        return SUPPORTED_NODES[self.type].unflatten_fn([c._filled(leaves) for c in self.children_specs], self.context)

    def flatten_up_to(self, tree):
        """What stands in another tree where this one has its leaves."""
        found = []
        self._match(tree, found)
        return found

    def _match(self, tree, found):
        kind = _get_node_type(tree)
        dicts = self.type in STANDARD_DICT_TYPES and kind in STANDARD_DICT_TYPES
        if kind != self.type and not dicts:
            raise ValueError(f"a tree has {kind!r} where the first has {self.type!r}")
        if dicts:
            keys = self.context[1] if self.type is defaultdict else self.context
            if set(keys) != set(tree):
                raise ValueError(f"a tree has the keys {[*tree]} where the first has {keys}")
            children = [tree[k] for k in keys]
        else:
            children, context = SUPPORTED_NODES[kind].flatten_fn(tree)
            children = list(children)
            if len(children) != self.num_children:
                raise ValueError(f"a tree has {len(children)} children where the first has {self.num_children}")
            if context != self.context and self.type is not deque:
                raise ValueError(f"a tree has {context!r} where the first has {self.context!r}")
        for spec, child in zip(self.children_specs, children):
            spec._match(child, found)


class LeafSpec(TreeSpec):
    __slots__ = ()

    def __init__(self):
        super().__init__(None, None, [])
        self.num_leaves = 1

    def __repr__(self, indent=0):
        return "*"

    def _filled(self, leaves):
        return next(leaves)

    def _match(self, tree, found):
        found.append(tree)


PyTreeSpec = TreeSpec


def treespec_leaf():
    return LeafSpec()


# -- there and back

def _flattened(tree, is_leaf, leaves):
    if tree_is_leaf(tree, is_leaf):
        leaves.append(tree)
        return LeafSpec()
    kind = _get_node_type(tree)
    children, context = SUPPORTED_NODES[kind].flatten_fn(tree)
    return TreeSpec(kind, context, [_flattened(c, is_leaf, leaves) for c in children])


def tree_flatten(tree, is_leaf=None):
    leaves = []
    spec = _flattened(tree, is_leaf, leaves)
    return leaves, spec


def tree_unflatten(leaves, treespec):
    if _DERIVED and isinstance(leaves, TreeSpec):
        leaves, treespec = treespec, leaves
    if not isinstance(treespec, TreeSpec):
        # before 2.0 the values came first, too
        raise (TypeError if _V2 else ValueError)(f"the second argument describes a tree, and {type(treespec)} does not")
    return treespec.unflatten(leaves)


def tree_iter(tree, is_leaf=None):
    yield from tree_flatten(tree, is_leaf)[0]


def tree_leaves(tree, is_leaf=None):
    return tree_flatten(tree, is_leaf)[0]


def tree_structure(tree, is_leaf=None):
    return tree_flatten(tree, is_leaf)[1]


def tree_map(func, tree, *rests, is_leaf=None):
    leaves, spec = tree_flatten(tree, is_leaf)
    return spec.unflatten([func(*found) for found in zip(leaves, *(spec.flatten_up_to(r) for r in rests))])


def tree_map_(func, tree, *rests, is_leaf=None):
    leaves, spec = tree_flatten(tree, is_leaf)
    for found in zip(leaves, *(spec.flatten_up_to(r) for r in rests)):
        func(*found)
    return tree


def _test(wanted):
    if isinstance(wanted, (type, tuple, types.UnionType)):
        return lambda x: isinstance(x, wanted)
    if callable(wanted):
        return wanted
    raise TypeError(f"{wanted!r} is neither a type, nor a tuple of types, nor a function")


def map_only(wanted, /):
    holds = _test(wanted)

    def wrapper(func):
        @functools.wraps(func)
        def wrapped(x):
            return func(x) if holds(x) else x
        return wrapped
    return wrapper


def tree_map_only(wanted, /, func, tree, is_leaf=None):
    return tree_map(map_only(wanted)(func), tree, is_leaf=is_leaf)


def tree_map_only_(wanted, /, func, tree, is_leaf=None):
    return tree_map_(map_only(wanted)(func), tree, is_leaf=is_leaf)


def tree_all(pred, tree, is_leaf=None):
    return all(map(pred, tree_flatten(tree, is_leaf)[0]))


def tree_any(pred, tree, is_leaf=None):
    return any(map(pred, tree_flatten(tree, is_leaf)[0]))


def tree_all_only(wanted, /, pred, tree, is_leaf=None):
    return all(pred(x) for x in tree_flatten(tree, is_leaf)[0] if isinstance(x, wanted))


def tree_any_only(wanted, /, pred, tree, is_leaf=None):
    return any(pred(x) for x in tree_flatten(tree, is_leaf)[0] if isinstance(x, wanted))


def arg_tree_leaves(*args, **kwargs):
    return [leaf for given in (*args, *kwargs.values()) for leaf in tree_leaves(given)]


def _broadcast_to_and_flatten(tree, treespec, is_leaf=None):
    """The leaves of `tree` as often as the tree described has leaves below them; None where it does not fit."""
    if tree_is_leaf(tree, is_leaf):
        return [tree] * treespec.num_leaves
    if treespec.is_leaf() or _get_node_type(tree) != treespec.type:
        return None
    children, context = SUPPORTED_NODES[treespec.type].flatten_fn(tree)
    children = list(children)
    if len(children) != treespec.num_children or context != treespec.context:
        return None
    found = []
    for child, spec in zip(children, treespec.children_specs):
        part = _broadcast_to_and_flatten(child, spec, is_leaf)
        if part is None:
            return None
        found += part
    return found


# -- with paths

def _paths(path, tree, is_leaf):
    if is_leaf is not None and is_leaf(tree):
        yield path, tree
        return
    node = SUPPORTED_NODES.get(_get_node_type(tree))
    if node is None:
        yield path, tree
        return
    if node.flatten_with_keys_fn is None:
        raise ValueError(f"{node.type} was registered without flatten_with_keys_fn: its leaves have no paths")
    for key, child in node.flatten_with_keys_fn(tree)[0]:
        yield from _paths((*path, key), child, is_leaf)


def tree_flatten_with_path(tree, is_leaf=None):
    return list(_paths((), tree, is_leaf)), tree_structure(tree, is_leaf)


def tree_leaves_with_path(tree, is_leaf=None):
    return list(_paths((), tree, is_leaf))


def tree_map_with_path(func, tree, *rests, is_leaf=None):
    found, spec = tree_flatten_with_path(tree, is_leaf)
    keys, leaves = [p for p, _ in found], [leaf for _, leaf in found]
    return spec.unflatten([func(*given) for given in zip(keys, leaves, *(spec.flatten_up_to(r) for r in rests))])


def keystr(kp):
    return "".join(map(str, kp))


def key_get(obj, kp):
    for step in kp:
        obj = step.get(obj)
    return obj


if not _V2:
    # what came later, and nothing above needs in 1.13
    for _name in (
        "register_pytree_node", "_private_register_pytree_node", "_deregister_pytree_node", "register_dataclass", "register_constant", "ConstantNode", "CONSTANT_NODES", "is_constant_class", "is_namedtuple",
        "is_namedtuple_instance", "KeyEntry", "PyTreeSpec", "treespec_leaf", "tree_iter", "tree_leaves", "tree_structure", "tree_map_", "tree_map_only_", "arg_tree_leaves", "tree_flatten_with_path",
        "tree_leaves_with_path", "tree_map_with_path", "keystr", "key_get",
    ):
        del globals()[_name]
