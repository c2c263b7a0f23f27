"""Text made easy to match, character for character: every offset in the flattened text is one in the original."""

import re
from functools import lru_cache

SPACES = "\t\n\r\f\v\u00a0\u2002\u2003\u2007\u2009\u200b\u202f\u3000\ufeff"
DIRECTIONS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
REPLACED = {
    **dict.fromkeys(SPACES + DIRECTIONS, " "),
    **dict.fromkeys("’‘ʼ`´′＇", "'"),
    **dict.fromkeys("“”„«»＂", '"'),
    **dict.fromkeys("‐‑‒–—―−－﹣〜～", "-"),
    **{chr(0x660 + n): str(n) for n in range(10)},
    **{chr(0x6F0 + n): str(n) for n in range(10)},
    **{chr(0xFF10 + n): str(n) for n in range(10)},
    **{chr(0xFF21 + n): chr(0x61 + n) for n in range(26)},
    **{chr(0xFF41 + n): chr(0x61 + n) for n in range(26)},
    "（": "(", "）": ")", "［": "[", "］": "]", "，": ",", "、": ",", "،": ",", "؛": ";", "；": ";",
    "：": ":", "．": ".",
    "أ": "ا", "إ": "ا", "آ": "ا", "ё": "е", "İ": "i", "ﬁ": "f",
}  # fmt: skip


@lru_cache(maxsize=1)
def flatten(text: str) -> str:
    """`text` in lower case with plain blanks, apostrophes, hyphens, brackets and digits; the length never changes."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for char in REPLACED.keys() & set(lowered):
        lowered = lowered.replace(char, REPLACED[char])
    return lowered


def phrase(words: str) -> str:
    """`words` of a data file, flattened, with single blanks."""
    return re.sub(" +", " ", flatten(words)).strip()
