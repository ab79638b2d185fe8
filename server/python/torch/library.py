"""Custom operators; answers to torch/library.py and torch/_library/custom_ops.py."""
import torch as _torch

from ._lens import operators as _operators

_NEWER = _torch._lens_version >= (2, 0)


class Library:
    """`ns` of kind DEF is defined here, FRAGMENT is added to, IMPL gets implementations."""

    def __init__(self, ns, kind, dispatch_key=""):
        if kind not in ("IMPL", "DEF", *(("FRAGMENT",) if _NEWER else ())):
            raise ValueError(f"a library is of no kind '{kind}'")
        if ns in ("prim", "prims") and kind != "IMPL":
            raise ValueError(f"the namespace {ns} is torch's own")
        self.ns = ns
        self.kind = kind
        self.dispatch_key = dispatch_key
        if kind == "DEF":
            _operators.owned.add(ns)

    def define(self, schema, alias_analysis="", *, tags=()):
        if alias_analysis not in ("", "FROM_SCHEMA", "CONSERVATIVE"):
            raise RuntimeError(f"'{alias_analysis}' is no kind of alias analysis")
        return _operators.declare(self.ns, schema)

    def impl(self, op_name, fn=None, dispatch_key="", *args, **kwargs):
        name = op_name if isinstance(op_name, str) else op_name.__name__
        if fn is None:
            return lambda f: self.impl(name, f, dispatch_key) or f
        # what is registered for other devices never runs on the CPU
        if (dispatch_key or self.dispatch_key) in ("", "CPU", "CompositeImplicitAutograd", "CompositeExplicitAutograd"):
            _operators.implement(self.ns, name.rpartition("::")[2], fn)
        return None

    def fallback(self, fn, dispatch_key="", **kwargs):
        pass

    def _destroy(self):
        pass


if not _NEWER:
    def define(lib, schema, alias_analysis=""):
        def register(f):
            name = lib.define(schema, alias_analysis)
            lib.impl(name, f)
            return f
        return register

    def impl(lib, name, dispatch_key=""):
        def register(f):
            lib.impl(name, f, dispatch_key)
            return f
        return register
else:
    def _registers(*args, **kwargs):
        """As a decorator, or with the function among its arguments."""
        for given in (*args, *kwargs.values()):
            if callable(given):
                return given
        return lambda f: f

    register_fake = impl_abstract = register_autograd = register_vmap = register_torch_dispatch = register_autocast = _registers

    def _parted(qualname):
        namespace, mark, name = qualname.partition("::")
        if not mark or not namespace or not name:
            raise ValueError(f"'{qualname}' is no operator's name: it should look like namespace::name")
        return namespace, name

    def define(qualname, schema=None, *, lib=None, tags=()):
        if isinstance(qualname, Library):  # the way of torch 1.13
            return lambda f: qualname.impl(qualname.define(schema), f) or f
        namespace, name = _parted(qualname)
        _operators.declare(namespace, name + schema)
        return None

    def _implements(op, types, fn):
        op = op._qualname if isinstance(op, CustomOpDef) else op
        types = (types,) if types is None or isinstance(types, str) else tuple(types)
        namespace, name = _parted(op)

        def register(f):
            if any(t in (None, "default", "cpu", "CPU", "CompositeImplicitAutograd", "CompositeExplicitAutograd") for t in types):
                _operators.implement(namespace, name, f)
            return f

        return register if fn is None else register(fn)

    def impl(qualname, types, func=None, *, lib=None):
        if isinstance(qualname, Library):
            return lambda f: qualname.impl(types, f, func or "") or f
        return _implements(qualname, types, func)

    def register_kernel(op, device_types, func=None, /, *, lib=None):
        return _implements(op, device_types, func)

    def infer_schema(prototype_function, /, *, mutates_args, op_name=None, tags=()):
        return _operators.schema_of(prototype_function, mutates_args, op_name or "")

    def custom_op(name, fn=None, /, *, mutates_args=(), device_types=None, schema=None, tags=()):
        def register(f):
            namespace, own = _parted(name)
            _operators.declare(namespace, own + (schema or _operators.schema_of(f, mutates_args)))
            _operators.implement(namespace, own, f)
            return CustomOpDef(name, f)
        return register if fn is None else register(fn)

    def triton_op(name, fn=None, /, *, mutates_args=(), schema=None):
        return custom_op(name, fn, mutates_args=mutates_args, schema=schema)

    class CustomOpDef:
        def __init__(self, name, fn):
            self._qualname, self._init_fn = name, fn
            self._namespace, self._name = _parted(name)

        def __call__(self, *args, **kwargs):
            return self._init_fn(*args, **kwargs)

        def __repr__(self):
            return f"<CustomOpDef({self._qualname})>"

        def register_kernel(self, device_types, fn=None, /):
            return _implements(self, device_types, fn)

        def register_fake(self, fn):
            return fn

        def register_autograd(self, backward, /, *, setup_context=None):
            pass

        def register_vmap(self, func=None):
            return func if func is not None else (lambda f: f)

        def register_torch_dispatch(self, torch_dispatch_class, fn=None, /):
            return fn if fn is not None else (lambda f: f)

        register_autocast = register_vmap

    def get_ctx():
        raise RuntimeError("there is no tracing context while a module is loaded")

    def fallthrough_kernel():
        pass
