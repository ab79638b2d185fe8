# Methods of constant strings.


def f():
    return "a,b".replace(",", ";"), "ab".center(7, "*"), "ab".ljust(4), "7".zfill(3), "a b".title(), "aXb".swapcase(), "abcabc".count("bc"), "a\tb".expandtabs(4), "a=b".partition("="), "a.b.c".rpartition("."), "ab".endswith("b"), "abc".find("c"), "abcabc".rfind("a"), "x".join(["a", "b"]), "a b".split(), "Ab".isupper()


target = f
