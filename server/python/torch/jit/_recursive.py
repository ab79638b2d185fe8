"""Names of torch/jit/_recursive.py; the work is done by the script compiler."""


def wrap_cpp_module(cpp_module):
    return cpp_module
