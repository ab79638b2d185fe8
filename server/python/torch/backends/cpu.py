"""The processor, of which nothing is known."""


def get_cpu_capability() -> str:
    return "DEFAULT"
