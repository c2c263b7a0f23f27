"""Where the sentence around a citation begins and ends. Local and bounded: no text is cut as a whole."""

import re

REACH = 600
"""Code points looked at on each side; a longer sentence is cut there."""
MARK = re.compile(r"[.!?؟。！？\n]")
AFTER_STOP = re.compile(r"""(?:["'”’»)\]]|\[\d+\])*(?=\s+["'“„«(\[¿¡]*[^\Wa-zà-ÿа-я_])""")
AFTER_LINE = re.compile(r"[ \t\r]*\n|(?=[ \t]*(?:[-•*–]|\d{1,2}[.)])\s)")
ABBREVIATION = re.compile(
    r"(?:(?<!\w)(?:arts?|paras?|pars?|nos?|al|lit|let|lett|abs|buchst|rev|cf|dr|mr|mrs|ms|prof|nr|chap|ch|kap|sr|sra|mme|st|vs|e\.g|i\.e|ibid|ст|пп?|[a-zA-Z]))$",
    re.IGNORECASE,
)


def _stop(text: str, at: int) -> int | None:
    """Where a sentence ends that may end with the mark at `at`: after closing quotes, never after an abbreviation."""
    mark = text[at]
    if mark in "。！？":
        return at + 1
    if mark == "\n":
        after = AFTER_LINE.match(text, at + 1)
        return after.end() if after else None
    after = AFTER_STOP.match(text, at + 1)
    if not after or (mark == "." and ABBREVIATION.search(text, max(0, at - 8), at)):
        return None
    return after.end()


def sentence_start(text: str, at: int) -> int:
    """Where the sentence that holds `at` begins."""
    begin = max(0, at - REACH)
    for mark in reversed([match.start() for match in MARK.finditer(text, begin, at)]):
        stop = _stop(text, mark)
        if stop is not None and stop <= at:
            return stop
    return begin


def sentence_end(text: str, at: int) -> int:
    """Where the sentence that holds `at` ends."""
    end = min(len(text), at + REACH)
    for match in MARK.finditer(text, at, end):
        stop = _stop(text, match.start())
        if stop is not None:
            return stop
    return end


def paragraph_start(text: str, at: int) -> int:
    """Where the block of lines that holds `at` begins (after an empty line), at most 1,500 code points back."""
    block = max(text.rfind("\n\n", max(0, at - 1500), at), text.rfind("\n \n", max(0, at - 1500), at))
    return block + 2 if block >= 0 else max(0, at - 1500)
