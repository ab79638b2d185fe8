import torch


def target():
    return "héllo"[1]
