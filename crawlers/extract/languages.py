"""The language of a text, or None where it is too short or too mixed to tell.

Scripts that only one of our languages uses decide by themselves; otherwise py3langid, whose probability must
be high. Ten real words are about the least that it tells reliably.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from itertools import accumulate

from py3langid.langid import MODEL_FILE, LanguageIdentifier

_SURE = 0.9
_NEAR = (
    frozenset({"id", "ms"}),
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"sr", "hr", "bs"}),
    frozenset({"cs", "sk"}),
)
"""Languages so near to each other that both being likely is as good as one being certain."""
_FEWEST_LETTERS = 24
_FEWEST_DENSE = 6
_SAMPLE = 6000
_PARAGRAPHS = 40
"""About so many paragraphs of a document are looked at."""
_NOT_ARABIC = frozenset("پچژگکیہےٹڈڑںەێۆ")
"""Letters of Persian, Urdu and Kurdish, which Arabic does not have."""
_SCRIPTS = (
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("th", "\u0e00", "\u0e7f"),
    ("ka", "\u10a0", "\u10ff"),
    ("ko", "\uac00", "\ud7a3"),
    ("bn", "\u0980", "\u09ff"),
    ("hy", "\u0530", "\u058f"),
    ("am", "\u1200", "\u137f"),
    ("ta", "\u0b80", "\u0bff"),
)


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`; None when unsure."""
    sample = text[:_SAMPLE]
    letters = [sign for sign in sample if sign.isalpha()]
    dense = sum(1 for sign in letters if "\u3040" <= sign <= "\u9fff")
    if dense * 2 > len(letters):
        return _east_asian(letters) if dense >= _FEWEST_DENSE else None
    if len(letters) < _FEWEST_LETTERS:
        return None
    for code, first, last in _SCRIPTS:
        if sum(1 for sign in letters if first <= sign <= last) * 2 > len(letters):
            return code
    arabic = sum(1 for sign in letters if "\u0600" <= sign <= "\u06ff")
    if arabic * 2 > len(letters) and not _NOT_ARABIC & set(letters):
        return "ar"
    return _identified(sample)


def _identified(sample: str) -> str | None:
    """The likeliest language, where it is likely enough, or where only a near relative shares the likelihood."""
    (code, probability), (second, rest), *_ = _identifier().rank(sample)
    if probability >= _SURE or (probability + rest >= _SURE and any({code, second} <= near for near in _NEAR)):
        return str(code)
    return None


def main_language(paragraphs: Sequence[str]) -> str | None:
    """The language in which most of a document is written, paragraph by paragraph; None when unsure.

    A long document is judged by paragraphs from all its parts, so that a second language in its second half counts.
    """
    every = max(1, len(paragraphs) // _PARAGRAPHS)
    shares: Counter[str] = Counter()
    for paragraph in paragraphs[::every]:
        language = language_of(paragraph)
        if language:
            shares[language] += len(paragraph)
    return shares.most_common(1)[0][0] if shares else language_of(" ".join(paragraphs[:_PARAGRAPHS]))


def settled_languages(passages: Sequence[str], document: str | None) -> list[str | None]:
    """The language of each passage in the order of the text.

    One too short to tell has the language of its neighbours, where those before and after it agree; the
    document's, where no passage tells; and None, unknown, where its neighbours differ.
    """
    told = [language_of(passage) for passage in passages]
    before, after = list(accumulate(told, _last_told)), list(accumulate(reversed(told), _last_told))[::-1]
    return [here or _between(left, right, document) for here, left, right in zip(told, before, after, strict=True)]


def _last_told(last: str | None, here: str | None) -> str | None:
    return here or last


def _between(left: str | None, right: str | None, document: str | None) -> str | None:
    if left is None and right is None:
        return document
    return left or right if left == right or None in {left, right} else None


def _east_asian(letters: list[str]) -> str:
    kana = sum(1 for sign in letters if "\u3040" <= sign <= "\u30ff")
    return "ja" if kana * 20 > len(letters) else "zh"


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
