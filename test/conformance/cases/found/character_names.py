# `\N{...}` in strings: letters, other cases of the name, aliases, ideographs, syllables, beyond the first plane
from typing import List

import torch


def names(x: torch.Tensor) -> List[str]:
    return [
        "\N{LATIN SMALL LETTER A}b",
        "\N{latin small letter b}",
        "\N{LINE FEED}\N{LF}\N{NO-BREAK SPACE}",
        "\N{GREEK SMALL LETTER ALPHA}\N{DEGREE SIGN}",
        "\N{CJK UNIFIED IDEOGRAPH-4E00}\N{HANGUL SYLLABLE GAG}",
        "\N{GRINNING FACE}",
        r"\N{DIGIT ONE}",
        "\\N{DIGIT ONE}",
        f"{x.dim()}\N{LATIN SMALL LETTER C}\N{LEFT CURLY BRACKET}",
        f"{{\\N{x.dim()}}}",
        """
        \N{DIGIT TWO}""",
    ]


target = names
