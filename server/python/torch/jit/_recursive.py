"""Names of torch/jit/_recursive.py; the work is done by the script compiler."""


class ConcreteTypeStore:
    """What was compiled already, by class: libraries remove a class from it, so that its next instance gets a type of its own. Here nothing was."""

    def __init__(self):
        self.type_store, self.methods_compiled = {}, set()


concrete_type_store = ConcreteTypeStore()


def wrap_cpp_module(cpp_module):
    return cpp_module
