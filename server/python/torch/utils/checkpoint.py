"""Activation checkpointing calls the function."""


def checkpoint(function, *args, use_reentrant=None, **kwargs):
    return function(*args)


def checkpoint_sequential(functions, segments, input, **kwargs):
    for f in functions:
        input = f(input)
    return input
