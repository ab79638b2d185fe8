def target(x):
    size: tuple = (1, 2)
    return x, size
