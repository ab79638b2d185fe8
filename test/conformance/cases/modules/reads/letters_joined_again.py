import torch


def target(s: str):
    return "é"[0] + s + "日本語"[1:4] + "é"[0] + "é"[1]
