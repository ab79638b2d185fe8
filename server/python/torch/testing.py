def assert_close(*args, **kwargs):
    pass


assert_allclose = assert_close
