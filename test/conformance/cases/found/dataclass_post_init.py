# __post_init__ that makes an attribute.
from dataclasses import dataclass, field


@dataclass
class P:
    x: int

    def __post_init__(self):
        self.z = 1


def f():
    return P(1).z


target = f
