"""`nn.Module`, with real torch's semantics of attributes, registration, hooks and state; answers to torch/nn/modules/module.py."""

import functools
import itertools
import warnings
import weakref
from collections import OrderedDict, namedtuple
from typing import Any, Callable, Dict, Iterator, List, Mapping, Optional, Set, Tuple, TypeVar, Union, overload

import torch
from torch import Tensor
from torch.utils.hooks import RemovableHandle

from ..parameter import Buffer, Parameter

__all__ = ["Module", "register_module_forward_hook", "register_module_forward_pre_hook", "register_module_full_backward_hook", "register_module_buffer_registration_hook",
           "register_module_module_registration_hook", "register_module_parameter_registration_hook", "register_module_backward_hook", "register_module_full_backward_pre_hook"]

T = TypeVar("T", bound="Module")
_grad_t = Union[Tuple[Tensor, ...], Tensor]

_global_forward_hooks = OrderedDict()
_global_forward_pre_hooks = OrderedDict()
_global_backward_hooks = OrderedDict()
_global_backward_pre_hooks = OrderedDict()
_global_is_full_backward_hook = None
_EXTRA_STATE_KEY_SUFFIX = "_extra_state"


class _IncompatibleKeys(namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])):
    def __repr__(self):
        if not self.missing_keys and not self.unexpected_keys:
            return "<All keys matched successfully>"
        return super().__repr__()

    __str__ = __repr__


def _addindent(text, width):
    first, *rest = text.split("\n")
    return "\n".join([first] + [" " * width + line for line in rest])


def _register(table, hook):
    handle = RemovableHandle(table)
    table[handle.id] = hook
    return handle


def register_module_forward_hook(hook, *, with_kwargs=False, always_call=False):
    return _register(_global_forward_hooks, hook)


def register_module_forward_pre_hook(hook):
    return _register(_global_forward_pre_hooks, hook)


def register_module_full_backward_hook(hook):
    return _register(_global_backward_hooks, hook)


register_module_backward_hook = register_module_full_backward_hook


def register_module_full_backward_pre_hook(hook):
    return _register(_global_backward_pre_hooks, hook)


def _ignored_registration_hook(hook):
    return RemovableHandle({})


register_module_buffer_registration_hook = _ignored_registration_hook
register_module_module_registration_hook = _ignored_registration_hook
register_module_parameter_registration_hook = _ignored_registration_hook


def _forward_unimplemented(self, *input: Any) -> None:
    raise NotImplementedError(f'Module [{type(self).__name__}] is missing the required "forward" function')


class Module:
    dump_patches: bool = False
    _version: int = 1
    training: bool
    _parameters: Dict[str, Optional[Parameter]]
    _buffers: Dict[str, Optional[Tensor]]
    _non_persistent_buffers_set: Set[str]
    _backward_pre_hooks: Dict[int, Callable]
    _backward_hooks: Dict[int, Callable]
    _is_full_backward_hook: Optional[bool]
    _forward_hooks: Dict[int, Callable]
    _forward_hooks_with_kwargs: Dict[int, bool]
    _forward_hooks_always_called: Dict[int, bool]
    _forward_pre_hooks: Dict[int, Callable]
    _forward_pre_hooks_with_kwargs: Dict[int, bool]
    _state_dict_hooks: Dict[int, Callable]
    _load_state_dict_pre_hooks: Dict[int, Callable]
    _state_dict_pre_hooks: Dict[int, Callable]
    _load_state_dict_post_hooks: Dict[int, Callable]
    _modules: Dict[str, Optional["Module"]]
    call_super_init: bool = False
    _compiled_call_impl: Optional[Callable] = None

    def __init__(self, *args, **kwargs) -> None:
        if not getattr(type(self), "call_super_init", False) and (kwargs or args):
            name = next(iter(kwargs), None)
            raise TypeError(f"{type(self).__name__}.__init__() got an unexpected keyword argument '{name}'" if name else
                            f"{type(self).__name__}.__init__() takes 1 positional argument but {len(args) + 1} were given")
        put, fresh = super().__setattr__, _fresh()
        # a property of one of the names takes the value
        if getattr(put, "__objclass__", None) is object and all(base is Module or fresh.keys().isdisjoint(base.__dict__) for base in type(self).__mro__):
            self.__dict__.update(fresh)
        else:
            for name, value in fresh.items():
                put(name, value)
        if getattr(type(self), "call_super_init", False):
            super().__init__(*args, **kwargs)

    forward: Callable[..., Any] = _forward_unimplemented

    # -- registration

    def _check_name(self, name, table, what):
        if table not in self.__dict__:
            raise AttributeError(f"cannot assign a {what} before Module.__init__() was called")
        if not isinstance(name, str):
            raise TypeError(f"the name of a {what} must be a str, not {torch.typename(name)}")
        if "." in name:
            raise KeyError(f'the name of a {what} cannot contain ".": {name!r}')
        if name == "":
            raise KeyError(f"the name of a {what} cannot be empty")
        if hasattr(self, name) and name not in self.__dict__[table]:
            raise KeyError(f"attribute '{name}' already exists")

    def register_buffer(self, name: str, tensor: Optional[Tensor], persistent: bool = True) -> None:
        self._check_name(name, "_buffers", "buffer")
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(f"cannot assign '{torch.typename(tensor)}' to buffer '{name}': a Tensor or None is needed")
        self._buffers[name] = tensor
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def register_parameter(self, name: str, param: Optional[Parameter]) -> None:
        self._check_name(name, "_parameters", "parameter")
        if param is not None and not isinstance(param, Parameter):
            raise TypeError(f"cannot assign '{torch.typename(param)}' to parameter '{name}': a Parameter or None is needed")
        self._parameters[name] = param

    def add_module(self, name: str, module: Optional["Module"]) -> None:
        if getattr(type(module), "__lens_placeholder__", False):
            module = module._lens_module()
        if not isinstance(module, Module) and module is not None:
            raise TypeError(f"{torch.typename(module)} is not a Module subclass")
        if not isinstance(name, str):
            raise TypeError(f"the name of a module must be a str, not {torch.typename(name)}")
        if hasattr(self, name) and name not in self._modules:
            raise KeyError(f"attribute '{name}' already exists")
        if "." in name:
            raise KeyError(f'the name of a module cannot contain ".": {name}')
        if name == "":
            raise KeyError('the name of a module cannot be empty')
        self._modules[name] = module

    def register_module(self, name: str, module: Optional["Module"]) -> None:
        self.add_module(name, module)

    def get_submodule(self, target: str) -> "Module":
        found = self
        for part in target.split(".") if target else ():
            if not hasattr(found, part):
                raise AttributeError(f"{found._get_name()} has no attribute `{part}`")
            found = getattr(found, part)
            if not isinstance(found, Module):
                raise AttributeError(f"`{part}` is not an nn.Module")
        return found

    def set_submodule(self, target: str, module: "Module", strict: bool = False) -> None:
        path, _, name = target.rpartition(".")
        setattr(self.get_submodule(path), name, module)

    def _get_member(self, target, kind, table):
        path, _, name = target.rpartition(".")
        owner = self.get_submodule(path)
        if not hasattr(owner, name):
            raise AttributeError(f"{owner._get_name()} has no attribute `{name}`")
        found = getattr(owner, name)
        if table == "_parameters" and not isinstance(found, Parameter) or table == "_buffers" and name not in owner._buffers:
            raise AttributeError(f"`{name}` is not {kind}")
        return found

    def get_parameter(self, target: str) -> Parameter:
        return self._get_member(target, "an nn.Parameter", "_parameters")

    def get_buffer(self, target: str) -> Tensor:
        return self._get_member(target, "a buffer", "_buffers")

    def get_extra_state(self) -> Any:
        raise RuntimeError("get_extra_state was called, but this module does not define it")

    def set_extra_state(self, state: Any) -> None:
        raise RuntimeError("set_extra_state was called, but this module does not define it")

    # -- conversion

    def _apply(self, fn, recurse=True):
        if recurse:
            for module in self.children():
                module._apply(fn)
        for name, param in self._parameters.items():
            if param is not None:
                changed = fn(param.data)
                param._become(changed)
        for name, buffer in self._buffers.items():
            if buffer is not None:
                self._buffers[name] = fn(buffer)
        return self

    def apply(self: T, fn: Callable[["Module"], None]) -> T:
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def cuda(self: T, device=None) -> T:
        return self._apply(lambda t: t.cuda(device))

    def ipu(self: T, device=None) -> T:
        return self

    def xpu(self: T, device=None) -> T:
        return self

    def mtia(self: T, device=None) -> T:
        return self

    def cpu(self: T) -> T:
        return self._apply(lambda t: t.cpu())

    def type(self: T, dst_type) -> T:
        return self._apply(lambda t: t.type(dst_type))

    def float(self: T) -> T:
        return self._apply(lambda t: t.float() if t.is_floating_point() else t)

    def double(self: T) -> T:
        return self._apply(lambda t: t.double() if t.is_floating_point() else t)

    def half(self: T) -> T:
        return self._apply(lambda t: t.half() if t.is_floating_point() else t)

    def bfloat16(self: T) -> T:
        return self._apply(lambda t: t.bfloat16() if t.is_floating_point() else t)

    def to_empty(self: T, *, device, recurse: bool = True) -> T:
        return self._apply(lambda t: torch.empty_like(t, device=device), recurse=recurse)

    def to(self, *args, **kwargs):
        device, dtype = torch._C._nn._parse_to(*args, **kwargs)[:2]
        if dtype is not None and not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(f"nn.Module.to takes only floating point or complex dtypes, not {dtype}")

        def convert(t):
            return t.to(device=device if device is not None else t.device, dtype=dtype if dtype is not None and (t.is_floating_point() or t.is_complex()) else t.dtype)

        return self._apply(convert)

    # -- hooks and calls

    def register_full_backward_pre_hook(self, hook, prepend: bool = False):
        return _register(self._backward_pre_hooks, hook)

    def register_backward_hook(self, hook):
        if self._is_full_backward_hook is True:
            raise RuntimeError("a module takes either full backward hooks or the older ones, not both")
        self._is_full_backward_hook = False
        return _register(self._backward_hooks, hook)

    def register_full_backward_hook(self, hook, prepend: bool = False):
        if self._is_full_backward_hook is False:
            raise RuntimeError("a module takes either full backward hooks or the older ones, not both")
        self._is_full_backward_hook = True
        return _register(self._backward_hooks, hook)

    def register_forward_pre_hook(self, hook, *, prepend: bool = False, with_kwargs: bool = False):
        if _older():
            return _registered(self._forward_pre_hooks, hook, prepend or with_kwargs)
        handle = RemovableHandle(self._forward_pre_hooks, extra_dict=self._forward_pre_hooks_with_kwargs)
        self._forward_pre_hooks[handle.id] = hook
        if with_kwargs:
            self._forward_pre_hooks_with_kwargs[handle.id] = True
        if prepend:
            self._forward_pre_hooks.move_to_end(handle.id, last=False)
        return handle

    def register_forward_hook(self, hook, *, prepend: bool = False, with_kwargs: bool = False, always_call: bool = False):
        if _older():
            return _registered(self._forward_hooks, hook, prepend or with_kwargs or always_call)
        handle = RemovableHandle(self._forward_hooks, extra_dict=[self._forward_hooks_with_kwargs, self._forward_hooks_always_called])
        self._forward_hooks[handle.id] = hook
        if with_kwargs:
            self._forward_hooks_with_kwargs[handle.id] = True
        if always_call:
            self._forward_hooks_always_called[handle.id] = True
        if prepend:
            self._forward_hooks.move_to_end(handle.id, last=False)
        return handle

    def _slow_forward(self, *input, **kwargs):
        return self.forward(*input, **kwargs)

    def _wrapped_call_impl(self, *args, **kwargs):
        return self._call_impl(*args, **kwargs)

    def _call_impl(self, *args, **kwargs):
        if not (self._forward_hooks or self._forward_pre_hooks or _global_forward_hooks or _global_forward_pre_hooks):
            return self.forward(*args, **kwargs)
        for key, hook in (*_global_forward_pre_hooks.items(), *self._forward_pre_hooks.items()):
            if key in self.__dict__.get("_forward_pre_hooks_with_kwargs", ()):
                changed = hook(self, args, kwargs)
                if changed is not None:
                    args, kwargs = changed
            else:
                changed = hook(self, args)
                if changed is not None:
                    args = changed if isinstance(changed, tuple) else (changed,)
        result = self.forward(*args, **kwargs)
        for key, hook in (*_global_forward_hooks.items(), *self._forward_hooks.items()):
            changed = hook(self, args, kwargs, result) if key in self.__dict__.get("_forward_hooks_with_kwargs", ()) else hook(self, args, result)
            if changed is not None:
                result = changed
        return result

    __call__: Callable[..., Any] = _wrapped_call_impl

    # -- attributes

    def __getstate__(self):
        state = self.__dict__.copy()
        state.pop("_compiled_call_impl", None)
        return state

    def __setstate__(self, state):
        """A pickle may be older than what a module holds today."""
        self.__dict__.update(state)
        fresh = Module()
        for name, value in fresh.__dict__.items():
            self.__dict__.setdefault(name, value)

    def __getattr__(self, name: str) -> Any:
        content = self.__dict__
        for table in ("_parameters", "_buffers", "_modules"):
            if table in content and name in content[table]:
                return content[table][name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __setattr__(self, name: str, value: Union[Tensor, "Module"]) -> None:
        content = self.__dict__
        params = content.get("_parameters")
        modules = content.get("_modules")
        buffers = content.get("_buffers")
        if not isinstance(value, (Tensor, Module)) and not (params and name in params or modules and name in modules or buffers and name in buffers):
            super().__setattr__(name, value)
            return

        def forget(*tables):
            for table in tables:
                if table is None:
                    continue
                if isinstance(table, set):
                    table.discard(name)
                else:
                    table.pop(name, None)

        if isinstance(value, Tensor) and isinstance(value, Parameter):
            if params is None:
                raise AttributeError("cannot assign parameters before Module.__init__() was called")
            forget(content, buffers, modules, content.get("_non_persistent_buffers_set"))
            self.register_parameter(name, value)
        elif params is not None and name in params:
            if value is not None:
                raise TypeError(f"cannot assign '{torch.typename(value)}' as parameter '{name}' (torch.nn.Parameter or None expected)")
            self.register_parameter(name, value)
        elif isinstance(value, Module):
            if modules is None:
                raise AttributeError("cannot assign a module before Module.__init__() was called")
            forget(content, params, buffers, content.get("_non_persistent_buffers_set"))
            modules[name] = value
        elif modules is not None and name in modules:
            if value is not None:
                raise TypeError(f"cannot assign '{torch.typename(value)}' as child module '{name}' (torch.nn.Module or None expected)")
            modules[name] = value
        elif buffers is not None and (isinstance(value, Buffer) or name in buffers):
            if value is not None and not isinstance(value, Tensor):
                raise TypeError(f"cannot assign '{torch.typename(value)}' as buffer '{name}' (torch.Tensor or None expected)")
            if isinstance(value, Buffer):
                self.register_buffer(name, value, value.persistent)
            else:
                buffers[name] = value
        else:
            super().__setattr__(name, value)

    def __delattr__(self, name):
        for table in ("_parameters", "_buffers", "_modules"):
            if name in self.__dict__.get(table, ()):
                del self.__dict__[table][name]
                self._non_persistent_buffers_set.discard(name)
                return
        super().__delattr__(name)

    # -- state

    def _register_state_dict_hook(self, hook):
        return _register(self._state_dict_hooks, hook)

    def register_state_dict_post_hook(self, hook):
        return _register(self._state_dict_hooks, hook)

    def register_state_dict_pre_hook(self, hook):
        return _register(self._state_dict_pre_hooks, hook)

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        for name, param in self._parameters.items():
            if param is not None:
                destination[prefix + name] = param if keep_vars else param.detach()
        for name, buffer in self._buffers.items():
            if buffer is not None and name not in self._non_persistent_buffers_set:
                destination[prefix + name] = buffer if keep_vars else buffer.detach()
        if type(self).get_extra_state is not Module.get_extra_state:
            destination[prefix + _EXTRA_STATE_KEY_SUFFIX] = self.get_extra_state()

    T_destination = TypeVar("T_destination", bound=Dict[str, Any])

    def state_dict(self, *args, destination=None, prefix="", keep_vars=False):
        if args:
            destination = args[0] if destination is None else destination
            prefix = args[1] if len(args) > 1 and prefix == "" else prefix
            keep_vars = args[2] if len(args) > 2 and keep_vars is False else keep_vars
        if destination is None:
            destination = OrderedDict()
            destination._metadata = OrderedDict()
        local = {"version": self._version}
        if hasattr(destination, "_metadata"):
            destination._metadata[prefix[:-1]] = local
        for hook in self.__dict__.get("_state_dict_pre_hooks", {}).values():
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, module in self._modules.items():
            if module is not None:
                module.state_dict(destination=destination, prefix=prefix + name + ".", keep_vars=keep_vars)
        for hook in self._state_dict_hooks.values():
            changed = hook(self, destination, prefix, local)
            if changed is not None:
                destination = changed
        return destination

    def _register_load_state_dict_pre_hook(self, hook, with_module=False):
        return _register(self._load_state_dict_pre_hooks, functools.partial(hook, self) if with_module else hook)

    def register_load_state_dict_pre_hook(self, hook):
        return self._register_load_state_dict_pre_hook(hook, with_module=True)

    def register_load_state_dict_post_hook(self, hook):
        return _register(self._load_state_dict_post_hooks, hook)

    def _load_from_state_dict(self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs):
        for hook in self._load_state_dict_pre_hooks.values():
            hook(state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)
        persistent = {k: v for k, v in self._buffers.items() if k not in self._non_persistent_buffers_set}
        own = {k: v for k, v in itertools.chain(self._parameters.items(), persistent.items()) if v is not None}
        for name, param in own.items():
            if prefix + name in state_dict:
                self._take(name, param, state_dict[prefix + name], prefix + name, local_metadata.get("assign_to_params_buffers", False), error_msgs)
            elif strict:
                missing_keys.append(prefix + name)
        extra = prefix + _EXTRA_STATE_KEY_SUFFIX
        takes = type(self).set_extra_state is not Module.set_extra_state
        if takes and extra in state_dict:
            self.set_extra_state(state_dict[extra])
        elif strict and takes:
            missing_keys.append(extra)
        elif strict and extra in state_dict:
            unexpected_keys.append(extra)
        if strict:
            for key in state_dict:
                if key.startswith(prefix) and key != extra:
                    name, dot, _ = key[len(prefix):].partition(".")
                    known = name in self._modules or name in own if _older() else name in self._modules if dot else name in own
                    if not known:
                        unexpected_keys.append(key)

    def _take(self, name, param, given, key, assign, error_msgs):
        """One entry of a state dict; what does not fit is told in torch's words, which programs look for."""
        if not isinstance(given, Tensor):
            if not getattr(type(given), "__lens_placeholder__", False):
                error_msgs.append(f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like object from checkpoint but received {type(given)}')
            return
        lazy = torch.nn.parameter.is_lazy(param)
        if not lazy and len(param.shape) == 0 and len(given.shape) == 1 and (_older() or given.shape[0] == 1):
            given = given[0]
        if not lazy and given.shape != param.shape:
            error_msgs.append(f"size mismatch for {key}: copying a param with shape {given.shape} from checkpoint, the shape in current model is {param.shape}.")
            return
        try:
            with torch.no_grad():
                if assign:
                    setattr(self, name, given if isinstance(given, Parameter) or not isinstance(param, Parameter) else Parameter(given, requires_grad=param.requires_grad))
                else:
                    param.copy_(given)
        except Exception as error:
            error_msgs.append(f'While copying the parameter named "{key}", whose dimensions in the model are {param.size()} and '
                              f"whose dimensions in the checkpoint are {given.size()}, an exception occurred : {error.args}.")

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True, assign: bool = False):
        if getattr(type(state_dict), "__lens_placeholder__", False):
            return _IncompatibleKeys([], [])  # weights are not read
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        missing, unexpected, errors = [], [], []
        metadata = getattr(state_dict, "_metadata", None)
        state_dict = OrderedDict(state_dict)
        if metadata is not None:
            state_dict._metadata = metadata

        def visit(module, part, prefix):
            local = {} if metadata is None else metadata.get(prefix[:-1], {})
            if assign:
                local["assign_to_params_buffers"] = assign
            module._load_from_state_dict(part, prefix, local, True, missing, unexpected, errors)
            for name, child in module._modules.items():
                if child is not None:
                    below = f"{prefix}{name}."
                    visit(child, {k: v for k, v in part.items() if k.startswith(below)}, below)
            keys = _IncompatibleKeys(missing, unexpected)
            for hook in module._load_state_dict_post_hooks.values():
                hook(module, keys)

        visit(self, state_dict, "")
        if strict:
            for what, keys in (("Unexpected", unexpected), ("Missing", missing)):
                if keys:
                    errors.insert(0, f"{what} key(s) in state_dict: " + ", ".join(f'"{k}"' for k in keys) + ". ")
        if errors:
            raise RuntimeError(f"Error(s) in loading state_dict for {type(self).__name__}:\n\t" + "\n\t".join(errors))
        return _IncompatibleKeys(missing, unexpected)

    # -- walking

    def _named_members(self, get_members_fn, prefix="", recurse=True, remove_duplicate: bool = True):
        memo = set()
        for path, module in self.named_modules(prefix=prefix, remove_duplicate=remove_duplicate) if recurse else [(prefix, self)]:
            for name, member in get_members_fn(module):
                if member is None or id(member) in memo:
                    continue
                if remove_duplicate:
                    memo.add(id(member))
                yield path + ("." if path else "") + name, member

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        for _, param in self.named_parameters(recurse=recurse):
            yield param

    def named_parameters(self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True) -> Iterator[Tuple[str, Parameter]]:
        members = self._named_members(lambda module: module._parameters.items(), prefix=prefix, recurse=recurse, remove_duplicate=remove_duplicate)
        for member in members:
            yield member

    def buffers(self, recurse: bool = True) -> Iterator[Tensor]:
        for _, buffer in self.named_buffers(recurse=recurse):
            yield buffer

    def named_buffers(self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True) -> Iterator[Tuple[str, Tensor]]:
        members = self._named_members(lambda module: module._buffers.items(), prefix=prefix, recurse=recurse, remove_duplicate=remove_duplicate)
        for member in members:
            yield member

    def children(self) -> Iterator["Module"]:
        for _, module in self.named_children():
            yield module

    def named_children(self) -> Iterator[Tuple[str, "Module"]]:
        memo = set()
        for name, module in self._modules.items():
            if module is not None and module not in memo:
                memo.add(module)
                yield name, module

    def modules(self, remove_duplicate: bool = True) -> Iterator["Module"]:
        for _, module in self.named_modules(remove_duplicate=remove_duplicate):
            yield module

    def named_modules(self, memo: Optional[Set["Module"]] = None, prefix: str = "", remove_duplicate: bool = True):
        if memo is None:
            memo = set()
        if self not in memo:
            if remove_duplicate:
                memo.add(self)
            yield prefix, self
            for name, module in self._modules.items():
                if module is None:
                    continue
                path = prefix + ("." if prefix else "") + name
                if _is_leaf(module):
                    if module not in memo:
                        if remove_duplicate:
                            memo.add(module)
                        yield path, module
                else:
                    yield from module.named_modules(memo, path, remove_duplicate)

    # -- modes and the rest

    def train(self: T, mode: bool = True) -> T:
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self: T) -> T:
        return self.train(False)

    def requires_grad_(self: T, requires_grad: bool = True) -> T:
        for param in self.parameters():
            param.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        for param in self.parameters():
            param.grad = None

    def share_memory(self: T) -> T:
        return self

    def _get_name(self):
        return self.__class__.__name__

    def extra_repr(self) -> str:
        return ""

    def __repr__(self):
        extra = [line for line in self.extra_repr().split("\n") if line]
        children = [f"({name}): {_addindent(repr(module), 2)}" for name, module in self._modules.items()]
        head = self._get_name() + "("
        if not extra + children:
            return head + ")"
        if len(extra) == 1 and not children:
            return head + extra[0] + ")"
        return head + "\n  " + "\n  ".join(extra + children) + "\n)"

    def __dir__(self):
        names = list(dir(self.__class__)) + list(self.__dict__) + list(self._parameters) + list(self._modules) + list(self._buffers)
        return sorted(n for n in names if not n[:1].isdigit())

    def _replicate_for_data_parallel(self):
        return self

    def compile(self, *args, **kwargs):
        self._compiled_call_impl = None


def _is_leaf(module):
    """Does it hold no module, and tell that as any other?"""
    content = module.__dict__
    return content.get("_modules", True) == {} and "named_modules" not in content and type(module).named_modules is Module.named_modules


def _fresh():
    """What a module begins with, in order."""
    tables = OrderedDict if _older() else dict
    made = {
        "training": True, "_parameters": tables(), "_buffers": tables(), "_non_persistent_buffers_set": set(), "_backward_pre_hooks": OrderedDict(), "_backward_hooks": OrderedDict(),
        "_is_full_backward_hook": None, "_forward_hooks": OrderedDict(), "_forward_hooks_with_kwargs": OrderedDict(), "_forward_hooks_always_called": OrderedDict(),
        "_forward_pre_hooks": OrderedDict(), "_forward_pre_hooks_with_kwargs": OrderedDict(), "_state_dict_hooks": OrderedDict(), "_state_dict_pre_hooks": OrderedDict(),
        "_load_state_dict_pre_hooks": OrderedDict(), "_load_state_dict_post_hooks": OrderedDict(), "_modules": tables(),
    }
    if _older():
        for name in _NEWER_TABLES:
            del made[name]
    return made


def _older():
    """Before 2.x the tables were OrderedDicts."""
    return getattr(torch, "_lens_version", (2, 14)) < (2, 0)


_NEWER_TABLES = ("_backward_pre_hooks", "_forward_hooks_with_kwargs", "_forward_hooks_always_called", "_forward_pre_hooks_with_kwargs", "_state_dict_pre_hooks")


def _registered(table, hook, newer):
    """What 1.13 takes: a hook and nothing else."""
    if newer:
        raise TypeError("this release of torch takes no further arguments beside the hook")
    return _register(table, hook)


if _older():
    for _name in ("_compiled_call_impl", "_wrapped_call_impl", "call_super_init", "compile", "mtia", "set_submodule", "_get_backward_pre_hooks", "register_full_backward_pre_hook",
                  "register_load_state_dict_pre_hook", "register_state_dict_post_hook", "register_state_dict_pre_hook"):
        if _name in vars(Module):
            delattr(Module, _name)
    for _name in _NEWER_TABLES:
        Module.__annotations__.pop(_name, None)
    Module.__call__ = Module._call_impl
