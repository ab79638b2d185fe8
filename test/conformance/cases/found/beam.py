# A beam search over log probabilities.
from typing import List, Tuple
import torch
from torch import Tensor


def beam_search(logp: Tensor, beam: int, eos: int) -> Tuple[List[List[int]], List[float]]:
    T, V = logp.shape[0], logp.shape[1]
    beams: List[Tuple[List[int], float]] = [([], 0.0)]
    done: List[Tuple[List[int], float]] = []
    for t in range(T):
        cand: List[Tuple[List[int], float]] = []
        top, idx = torch.topk(logp[t], min(beam, V))
        for seq, score in beams:
            for j in range(top.size(0)):
                tok = int(idx[j])
                s = score + float(top[j])
                new = seq + [tok]
                if tok == eos:
                    done.append((new, s))
                else:
                    cand.append((new, s))
        if len(cand) == 0:
            break
        beams = cand[:beam]
    if len(done) == 0:
        done = beams
    seqs = [d[0] for d in done]
    scores = [d[1] for d in done]
    return seqs, scores


target = beam_search
