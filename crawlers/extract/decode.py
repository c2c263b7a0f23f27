"""Bytes to characters: byte order marks, declared and guessed character sets, and what is no text at all."""

import codecs
import re

from charset_normalizer import from_bytes

from crawlers.extract.limits import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_INNER_CAPITAL = re.compile(r"(?<=[а-яёa-zà-ÿ])[А-ЯЁA-ZÀ-Þ]")
_ACCENTED = 0.35
_ODD = 0.05
_SAMPLE = 64 * 1024
_UNREAD_SHARE = 0.10
"""More unreadable characters than this share, and the bytes are no text."""
_CONTROL_SHARE = 0.02
"""More control characters than this share, and the bytes are no text."""


def decode(body: bytes) -> str:
    """The characters of `body`, line ends as "\\n"; unreadable bytes become U+FFFD. Raises `Unreadable`."""
    if not body.strip(b" \t\r\n\0"):
        raise Unreadable("The file is empty.")
    text = _characters(body)
    if _is_rubbish(text[:_SAMPLE]):
        raise Unreadable("The file is not text: too many of its bytes belong to no known character set.")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _characters(body: bytes) -> str:
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body.decode(charset, errors="replace")
    wide = _wide_charset(body[:_SAMPLE])
    if wide:
        return body.decode(wide, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(body)


def _decode_other(body: bytes) -> str:
    """Mostly UTF-8 with broken bytes stays UTF-8; otherwise the page's own word counts, then a guess."""
    as_utf8 = body.decode("utf-8", errors="replace")
    if _is_mostly_utf8(as_utf8):
        return as_utf8
    declared = _DECLARED.search(body[:4096])
    charset = _known(declared.group(1).decode("ascii")) if declared else None
    if charset and _is_plausible(body.decode(charset, errors="replace")[:_SAMPLE]):
        return body.decode(charset, errors="replace")
    best = from_bytes(body[:_SAMPLE]).best()
    return body.decode(best.encoding if best else charset or "cp1252", errors="replace")


def _is_plausible(text: str) -> bool:
    """Read with the right character set, letters with accents are few in Latin script, and capitals begin words."""
    letters = [sign for sign in text if sign.isalpha()]
    accented = sum(1 for sign in letters if "\x80" <= sign <= "\u00ff")
    inner_capitals = len(_INNER_CAPITAL.findall(text))
    unread = text.count("\ufffd")
    return accented <= _ACCENTED * len(letters) and max(inner_capitals, unread) <= _ODD * max(len(letters), 1)


def _is_mostly_utf8(text: str) -> bool:
    """More characters beyond ASCII were read well than badly."""
    broken = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - broken
    return good > broken


def _known(charset: str) -> str | None:
    try:
        name = codecs.lookup(charset).name
    except LookupError:
        return None
    return "cp1252" if name in {"ascii", "iso8859-1", "utf-8"} else name


def _wide_charset(sample: bytes) -> str | None:
    """UTF-16 without its mark shows by zeros in every other byte."""
    if sample.count(0) * 4 < len(sample):
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be"


def _is_rubbish(text: str) -> bool:
    unread = text.count("\ufffd")
    control = sum(1 for sign in text if (sign < " " and sign not in "\t\n\r\f\0") or "\x7f" <= sign <= "\x9f")
    return unread > _UNREAD_SHARE * len(text) or control > _CONTROL_SHARE * len(text)
