from typing import Dict, List, Optional, Tuple, Union

import torch
from torch import Tensor, nn


def target(x: Tensor, y: Tuple[tuple, int]):
    return x
