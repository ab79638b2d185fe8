"""The context manager that every backend has, and objects that keep what is set on them."""


class flags:
    def __init__(self, *args, **kwargs):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        return False


class Kept:
    def __init__(self, **values):
        self.__dict__.update(values)


def set_flags(*args, **kwargs):
    return ()
