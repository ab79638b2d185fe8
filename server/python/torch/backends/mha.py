_fastpath_enabled = True


def get_fastpath_enabled():
    return True


def set_fastpath_enabled(value):
    pass
