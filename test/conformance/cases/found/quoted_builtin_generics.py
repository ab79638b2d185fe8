def target(x: "list[int]", y: "dict[str, int]", z: "tuple[int, int]"):
    return x
