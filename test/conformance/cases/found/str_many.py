# Most methods of strings.
from typing import List


def f(s: str, n: int) -> List[str]:
    out: List[str] = []
    out.append(s.upper())
    out.append(s.lower().capitalize())
    out.append(s.title())
    out.append(s.swapcase())
    out.append(s.strip().lstrip("a").rstrip("b"))
    out.append(s.replace("a", "b"))
    out.append(s.replace("a", "b", 1))
    out.append(s.zfill(n))
    out.append(s.center(n))
    out.append(s.ljust(n, "*"))
    out.append(s.rjust(n))
    out.append(s.expandtabs())
    out += s.split()
    out += s.split(",", 2)
    out += s.rsplit(",")
    out += s.splitlines()
    out.append(",".join(out))
    a, b, c = s.partition("=")
    out.append(a + b + c)
    d, e, g = s.rpartition("=")
    out.append(d)
    if s.startswith("x") or s.endswith("y", 0, 3):
        out.append(s[1:])
    if s.isdigit() and s.isalpha() or s.isalnum() or s.isspace() or s.isupper() or s.islower() or s.istitle() or s.isidentifier() or s.isprintable() or s.isdecimal() or s.isnumeric():
        out.append(s[-1])
    if s.find("a") >= 0 and s.count("b") > s.rfind("c") + s.index("a") + s.rindex("b"):
        out.append(s[::2])
    return out


target = f
