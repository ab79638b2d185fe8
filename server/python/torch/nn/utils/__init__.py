"""Helpers over parameters and modules; answers to torch/nn/utils/__init__.py."""

from . import rnn
