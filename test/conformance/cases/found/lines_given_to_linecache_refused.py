import linecache

from torch import nn

TEXT = """\
def longest(x):
    return x.nothing_of_it()
"""
linecache.cache["<longest>"] = len(TEXT), None, TEXT.splitlines(True), "<longest>"
scope = {"__name__": __name__}
exec(compile(TEXT, "<longest>", "exec"), scope)
longest = scope["longest"]


class Net(nn.Module):
    def forward(self, x):
        return longest(x)


target = Net()
