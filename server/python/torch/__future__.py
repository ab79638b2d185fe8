"""Switches for how modules are converted."""


def get_overwrite_module_params_on_conversion():
    return False


def set_overwrite_module_params_on_conversion(value):
    pass


def get_swap_module_params_on_conversion():
    return False


def set_swap_module_params_on_conversion(value):
    pass
