"""Not built in here."""
VERBOSE_OFF, VERBOSE_ON = 0, 1


def is_available():
    return False


class verbose:
    def __init__(self, enable):
        self.enable = enable

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        return False
