"""Names only."""


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)

    def symbolic(*args, **kwargs):
        return (lambda f: f) if not args or not callable(args[0]) else args[0]
    return symbolic
