import torch


def target():
    name = "a"
    pair = (1, 2)
    return name is name, "a" is not "b", 1.5 is 1.5, 1 is 1.0, True is 1, pair is pair, torch.device("cpu") is torch.device("cpu")
