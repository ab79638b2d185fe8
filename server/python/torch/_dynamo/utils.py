"""Names of torch/_dynamo/utils.py that libraries import."""


def is_compile_supported(device_type):
    return False
