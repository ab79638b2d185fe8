import torch


def target():
    return "é"[0] + "é"[1] == "é", "é"[0] == "ê"[0], "é"[0], [hash("é"[0])], "aé"[1:2] in ["a"], "é"[1].upper(), len("é"[0])
