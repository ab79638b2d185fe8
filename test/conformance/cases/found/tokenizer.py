# Words to numbers by a dict.
from typing import Dict, List
import torch
import torch.nn as nn
from torch import Tensor


class Tok(nn.Module):
    vocab: Dict[str, int]

    def __init__(self):
        super().__init__()
        self.vocab = {"a": 1, "b": 2, "<unk>": 0}
        self.max_len = 8

    def forward(self, texts: List[str]) -> Tensor:
        out: List[List[int]] = []
        for t in texts:
            ids: List[int] = []
            for w in t.lower().strip().split(" "):
                if w in self.vocab:
                    ids.append(self.vocab[w])
                else:
                    ids.append(self.vocab["<unk>"])
            ids = ids[: self.max_len]
            while len(ids) < self.max_len:
                ids.append(0)
            out.append(ids)
        return torch.tensor(out)


target = Tok()
