"""Where the sentence around a citation begins and ends. Local and bounded: no text is cut as a whole."""

import re

REACH = 600
"""Code points looked at on each side; a longer sentence is cut there."""
STOP = re.compile(r"""[.!?؟](?:["'”’»)\]]|\[\d+\])*(?=\s+["'“„«(\[¿¡]*[^\Wa-zà-ÿа-я_])|[。！？]|\n[ \t\r]*\n|\n(?=[ \t]*(?:[-•*–]|\d{1,2}[.)])\s)""")
ABBREVIATION = re.compile(
    r"(?:\b(?:arts?|paras?|pars?|nos?|al|lit|let|lett|abs|buchst|rev|cf|dr|mr|mrs|ms|prof|nr|chap|ch|kap|sr|sra|mme|st|vs|e\.g|i\.e|ibid|н\.э|ст|пп?|[a-zA-Z])|n)$",
    re.IGNORECASE,
)


def _stops(text: str, start: int, end: int) -> list[int]:
    """Ends of sentences within [start, end)."""
    ends = []
    for match in STOP.finditer(text, max(0, start), min(len(text), end)):
        if match.group().startswith(".") and ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            continue
        ends.append(match.end())
    return ends


def sentence_start(text: str, at: int) -> int:
    """Where the sentence that holds `at` begins."""
    stops = [stop for stop in _stops(text, at - REACH, at + 2) if stop <= at]
    return stops[-1] if stops else max(0, at - REACH)


def sentence_end(text: str, at: int) -> int:
    """Where the sentence that holds `at` ends."""
    stops = [stop for stop in _stops(text, at, at + REACH) if stop >= at]
    return stops[0] if stops else min(len(text), at + REACH)


def paragraph_start(text: str, at: int) -> int:
    """Where the block of lines that holds `at` begins (after an empty line), at most 1,500 code points back."""
    block = max(text.rfind("\n\n", max(0, at - 1500), at), text.rfind("\n \n", max(0, at - 1500), at))
    return block + 2 if block >= 0 else max(0, at - 1500)
