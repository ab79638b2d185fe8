import torch


def target():
    return "日本"[1]
