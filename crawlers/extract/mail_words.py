"""What of a message its sender wrote: without quoted answers, signature blocks and what programs put below."""

import re
from collections.abc import Sequence
from typing import Any

import lxml.html
from lxml import etree

from crawlers.extract.wordlists import all_languages

_QUOTED = re.compile(r"^\s?(?:>\s?)+")
_RULE = re.compile(r"^[\s_=*-]{10,}$")
_SIGNATURE = re.compile(r"^--\s?$")
_SIGNATURE_LINES = 20
"""A longer end below `--` is no signature block."""
_FOOTER_LINES = 12
_NARROW, _WIDE = 55, 100
"""Characters of a line that was broken to fit."""
_ATTRIBUTION = 4
"""Lines over which the line above a quotation may be wrapped."""
_OWN_WORDS = 8
"""With fewer words of his own above it, the sender passes a message on rather than answering it."""
_QUOTES_IN_HTML = (
    "//blockquote[@type='cite']",
    "//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]",
    "//*[contains(concat(' ', @class, ' '), ' gmail_signature ')]",
    "//*[contains(@class, 'moz-cite-prefix') or contains(@class, 'moz-signature') or contains(@class, 'yahoo_quoted')]",
    "//*[contains(@class, 'protonmail_quote') or contains(@class, 'zmail_extra')]",
    "//*[@id='divRplyFwdMsg']/following-sibling::* | //*[@id='divRplyFwdMsg'] | //*[@id='appendonsend']",
)
"""Where the common mail programs put the message that is answered."""


def own_words(text: str) -> str:
    """The sender's own lines of a plain message; of a message that is only passed on, that message's lines."""
    lines = [line.rstrip("\r") for line in text.replace("\r\n", "\n").split("\n")]
    lines = _without_footers(_without_signature(lines))
    mark = next((at for at, line in enumerate(lines) if _is_original(lines, at)), len(lines))
    kept = _without_quotations(lines[:mark])
    if _count("\n".join(kept)) >= _OWN_WORDS:
        return _without_forward_heads("\n".join(_without_footers(_without_signature(kept))))
    return _without_forward_heads("\n".join(_QUOTED.sub("", line) for line in lines))


def unwrapped(text: str, flowed: bool = False) -> str:
    """Text whose lines were broken to fit a screen, joined again: at the soft breaks of `format=flowed` (RFC 3676),
    otherwise where a long line is followed by one that goes on in small letters.
    """
    lines: list[str] = []
    before = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        soft = before.endswith(" ") and not _SIGNATURE.match(before)
        hard = _NARROW <= len(before) <= _WIDE and line[:1].islower()
        if lines and line and not _QUOTED.match(before) and (soft if flowed else hard):
            lines[-1] = f"{lines[-1].rstrip()} {line.removeprefix(' ') if flowed else line}"
        else:
            lines.append(line)
        before = line
    return "\n".join(lines)


def own_markup(markup: str) -> str:
    """An HTML message without the message that it answers; unchanged where nothing else would be left."""
    tree: Any
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return markup
    for path in _QUOTES_IN_HTML:
        for element in tree.xpath(path):
            if element.getparent() is not None:
                element.drop_tree()
    left = " ".join(tree.xpath("//text()[not(ancestor::style or ancestor::script or ancestor::head)]"))
    return lxml.html.tostring(tree, encoding="unicode") if _count(left) >= _OWN_WORDS else markup


def subject_words(subject: str) -> str:
    """A subject without the marks of answers and lists: `Re: [delegates] A letter` → `A letter`."""
    found = " ".join(subject.split())
    for _ in range(10):
        bare = re.sub(r"^\[[^\]]{1,40}\]\s*", "", found)
        mark = next((mark for mark in all_languages("mail", "reply") if bare.casefold().startswith(mark)), "")
        bare = bare[len(mark) :].strip()
        if bare == found or not bare:
            break
        found = bare
    return found


def _parser() -> lxml.html.HTMLParser:
    return lxml.html.HTMLParser(encoding="utf-8", no_network=True)


def _count(text: str) -> int:
    words = len(text.split())
    return max(words, sum(1 for sign in text if "\u3040" <= sign <= "\u9fff") // 2)


def _without_signature(lines: Sequence[str]) -> list[str]:
    """The lines above `-- `, where only a block of a few lines stands below it (RFC 3676, 4.3)."""
    filled = max((at for at, line in enumerate(lines) if line.strip()), default=-1)
    for at, line in enumerate(lines):
        if _SIGNATURE.match(line) and filled - at <= _SIGNATURE_LINES and any(one.strip() for one in lines[:at]):
            return list(lines[:at])
    return list(lines)


def _without_footers(lines: Sequence[str]) -> list[str]:
    """The lines without what lists and programs put below: from the first such line near the end."""
    filled = [at for at, line in enumerate(lines) if line.strip()]
    for at in filled[-_FOOTER_LINES:]:
        words = lines[at].strip(" *_").casefold()
        if words.startswith(tuple(all_languages("mail", "footer"))) or _is_list_rule(lines, at):
            return list(lines[:at]) if at != filled[0] else list(lines)
    return list(lines)


def _is_list_rule(lines: Sequence[str], at: int) -> bool:
    """A rule with the name or address of a mailing list below it."""
    below = " ".join(lines[at + 1 : at + 4]).casefold()
    return bool(_RULE.match(lines[at])) and ("mailing list" in below or "listinfo" in below or "unsubscribe" in below)


def _is_original(lines: Sequence[str], at: int) -> bool:
    """The line above a message that is answered: its mark, or a rule with the head of a message below it."""
    line = lines[at].strip().casefold()
    if line.startswith("-") and any(word in line for word in all_languages("mail", "original")):
        return True
    below = [one for one in lines[at + 1 : at + 6] if one.strip()]
    heads = sum(one.strip(" *").casefold().startswith(tuple(all_languages("mail", "header"))) for one in below)
    return bool(_RULE.match(lines[at])) and heads >= 3


def _without_quotations(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if not _QUOTED.match(line):
            kept.append(line)
        elif kept and not _QUOTED.match(kept[-1]):
            kept = _without_attribution(kept)
            kept.append("")
    return kept


def _without_attribution(lines: list[str]) -> list[str]:
    """The lines without the one that says whose words follow ("On 5 August 2024, Ada wrote:")."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    tail = lines[end - 1].strip().casefold() if end else ""
    if not tail.endswith(tuple(all_languages("mail", "wrote"))):
        return lines
    start = end - 1
    while start > max(0, end - _ATTRIBUTION) and lines[start - 1].strip():
        start -= 1
    return lines[:start]


def _without_forward_heads(text: str) -> str:
    """The text without the marks and heads of messages that are passed on, and without a few words above them."""
    kept: list[str] = []
    in_head = False
    for line in text.split("\n"):
        words = line.strip(" *>").casefold()
        if _is_mark(words):
            in_head = True
            kept = kept if _count("\n".join(kept)) >= _OWN_WORDS else []
        elif in_head and (not words or words.startswith(tuple(all_languages("mail", "header")))):
            in_head = bool(words) or not kept or _is_mark(kept[-1].casefold())
        else:
            in_head = False
            kept.append(line)
    return "\n".join(kept)


def _is_mark(words: str) -> bool:
    marks = all_languages("mail", "forwarded") | all_languages("mail", "original")
    return (
        len(words) < 90
        and words.startswith(("-", *all_languages("mail", "forwarded")))
        and any(mark in words for mark in marks)
    )
