"""Names of torch.func; only the call with other parameters is built."""
from ._lens import UnknownName as _UnknownName


def functional_call(module, parameter_and_buffer_dicts, args=None, kwargs=None, *, tie_weights=True, strict=False):
    from torch.nn.utils import stateless
    given = parameter_and_buffer_dicts
    if isinstance(given, (list, tuple)):
        merged = {}
        for each in given:
            if not merged.keys().isdisjoint(each):
                raise ValueError(f"{sorted(merged.keys() & each.keys())} appear in more than one of the dictionaries of parameters and buffers")
            merged.update(each)
        given = merged
    elif not isinstance(given, dict):
        raise ValueError(f"functional_call takes one dictionary of parameters and buffers, or a sequence of them, not {type(given)}")
    return stateless._functional_call(module, given, args, kwargs, tie_weights=tie_weights, strict=strict)


def vmap(func, in_dims=0, out_dims=0, randomness="error", *, chunk_size=None):
    import torch
    return torch.vmap(func, in_dims, out_dims)


def stack_module_state(models):
    """Parameters and buffers of models of one kind, each stacked."""
    import torch
    if not models:
        raise RuntimeError("stack_module_state: Expected at least one model, got 0.")
    if any(type(m) is not type(models[0]) for m in models):
        raise RuntimeError("stack_module_state takes models of the same class")
    stacked = [{k: torch.stack(tuple(dict(table(m))[k] for m in models)).detach() for k, _ in table(models[0])} for table in (lambda m: m.named_parameters(), lambda m: m.named_buffers())]
    for value in stacked[0].values():
        value.requires_grad_()
    return tuple(stacked)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    raise _UnknownName(f"torch.func.{name} is not known to the stand-in torch")
