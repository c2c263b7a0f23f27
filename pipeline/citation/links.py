"""The words between a citation and a name: whether they tie the two together."""

import re
from functools import lru_cache

from db.citation_patterns import load_patterns
from pipeline.citation.grammar import one_of

HERE = 14
HERE_CLAUSE = 40
COMPARED = 160
WITH = ("with", "mit")
NEAR = 60
"""Code points between a citation and a name after it that still belongs to it."""
GLOSS = r" ?\([^()]{0,120}\)"


@lru_cache(maxsize=1)
def _after() -> re.Pattern[str]:
    around = load_patterns().around
    filler = rf"(?:(?:{one_of(around.filler)})(?: |(?<=')))"
    link = rf"(?:(?:{one_of(around.link_after)})(?: {{1,2}}|(?<='))){{1,2}}"
    return re.compile(rf"(?:{GLOSS})?,?[ \"]{{0,2}}(?P<link>{link})\"?{filler}{{0,4}}[\"'《「]?")


@lru_cache(maxsize=1)
def _before() -> re.Pattern[str]:
    around = load_patterns().around
    return re.compile(
        rf"[ ,:(\[\"'-]{{0,3}}(?:(?:{one_of(around.link_before)})[ ,:(\"']{{0,3}}){{0,3}}(?:the |l'|la |le )?"
    )


@lru_cache(maxsize=1)
def contrast() -> re.Pattern[str]:
    """Words that set one text against another."""
    return re.compile(rf"(?<!\w)(?:{one_of(load_patterns().around.contrast)})")


@lru_cache(maxsize=1)
def _shared() -> re.Pattern[str]:
    shared = one_of(load_patterns().around.shared)
    opening = rf"(?:[ ,]{{0,3}}|[ ,;]{{0,3}}(?=(?:{shared})))"
    return re.compile(rf"{opening}(?:and )?(?:(?:{shared}) ?)?(?:with |mit )?(?:{_articles()})?")


@lru_cache(maxsize=1)
def _older() -> tuple[re.Pattern[str], re.Pattern[str]]:
    around = load_patterns().around
    before = re.compile(rf"(?<!\w)(?:{one_of(around.older_before)})[ -](?:the |l'|as |draft )?$")
    return before, re.compile(rf" ?[(,\[] ?(?:{one_of(around.older_after)})")


@lru_cache(maxsize=1)
def _that() -> re.Pattern[str]:
    return re.compile(rf" ?(?:{one_of(load_patterns().around.that_instrument)})")


@lru_cache(maxsize=1)
def _its() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{one_of(load_patterns().around.its)}) $")


def link_end(flat: str, end: int) -> tuple[int, int] | None:
    """Where the words that tie a citation ending at `end` to what follows end, without and with articles."""
    match = _after().match(flat, end)
    return (match.end("link"), match.end()) if match else None


def touches(flat: str, end: int, start: int) -> bool:
    """Whether a name at `start` stands directly behind a citation ("Article 12 UDHR"), a gloss between or not."""
    return (
        bool(re.fullmatch(rf"(?:{GLOSS})?[ ,(]{{0,2}}", flat[end:start])) and ")" not in flat[end:start].rstrip()[-1:]
    )


def leads_to(flat: str, name_end: int, start: int) -> bool:
    """Whether only linking words stand between a name and the citation after it ("UNCAC Article", "X, namely")."""
    return start - name_end <= NEAR and bool(_before().fullmatch(flat, name_end, start))


def shares(flat: str, end: int, start: int) -> bool:
    """Whether two lists are joined so that what follows the second holds for both."""
    if start - end > 40 or not _shared().fullmatch(flat, end, start):
        return False
    return not (flat[end:start].strip() in WITH and _compares().search(flat, max(0, end - COMPARED), end))


@lru_cache(maxsize=1)
def _compares() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{one_of(load_patterns().around.compares)})")


def that_instrument_end(flat: str, end: int) -> int | None:
    """Where "thereof" or "of that treaty" directly behind the citation ends, or None."""
    match = _that().match(flat, end)
    return match.end() if match else None


def says_its(flat: str, start: int) -> bool:
    """ "its article 8"."""
    return bool(_its().search(flat, max(0, start - 12), start))


def says_older(flat: str, start: int, end: int) -> bool:
    """ "former Article 17", "Article 17 (now Article 4)"."""
    before, after = _older()
    return bool(before.search(flat, max(0, start - 24), start) or after.match(flat, end))


def _articles() -> str:
    return "|".join(word if word.endswith("'") else f"{word} " for word in load_patterns().around.articles)


@lru_cache(maxsize=1)
def introduced() -> re.Pattern[str]:
    """What opens a sentence before a name: "In the" of "In the ICCPR, Article 19"."""
    opens = one_of(load_patterns().around.opens)
    return re.compile(rf"(?:^|[.(;:\n] {{0,2}})(?:{opens}) (?:{_articles()})?$")


@lru_cache(maxsize=1)
def article_only() -> re.Pattern[str]:
    """Nothing but a comma and an article between a name and a citation."""
    return re.compile(rf",? ?(?:{_articles()}|(?:{one_of(load_patterns().around.and_)}) )?")


@lru_cache(maxsize=1)
def subject_opening() -> re.Pattern[str]:
    """What may stand before the subject of a sentence."""
    opens = one_of(load_patterns().around.opens)
    return re.compile(rf"[ \n\"'(]*(?:(?:{opens}) )?(?:{_articles()})?")


@lru_cache(maxsize=1)
def tied() -> re.Pattern[str]:
    """What ties a citation to the subject of its sentence: "in its", or a colon or bracket."""
    around = load_patterns().around
    owner = "|".join(f"{word} " for word in around.its)
    return re.compile(rf"(?:(?<!\w)(?:{one_of(around.tie)})[ (]+(?:{_articles()}|{owner})?|[:(] ?)$")


@lru_cache(maxsize=1)
def _name_goes_on() -> re.Pattern[str]:
    return re.compile(rf" (?:{one_of(load_patterns().around.name_goes_on)}) (?:the )?(?P<word>\w{{3,}})")


def name_goes_on(text: str, flat: str, start: int, end: int) -> bool:
    """ "Convention on Psychotropic Substances": a capitalised general word that begins an unknown name."""
    further = _name_goes_on().match(flat, end)
    if not further:
        return False
    return text[start].isupper() and text[further.start("word")].isupper()


@lru_cache(maxsize=1)
def _here() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{one_of(load_patterns().around.here)})")


@lru_cache(maxsize=1)
def _here_clause() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{one_of(load_patterns().around.here_clause)})[^.;:,()\d]*$")


def says_here(flat: str, start: int, end: int) -> bool:
    """ "Article 30 here": the citation is of the treaty that the text is about."""
    return bool(
        _here().search(flat, max(0, start - HERE), start)
        or _here().match(flat, end + 1)
        or _here_clause().search(flat, max(0, start - HERE_CLAUSE), start)
    )


@lru_cache(maxsize=1)
def _present() -> re.Pattern[str]:
    return re.compile(rf",?(?: \w{{1,12}}){{0,2}} (?:{one_of(load_patterns().around.present_after)})")


def says_present(flat: str, end: int) -> bool:
    """ "Article 15 does today": the citation is of the text as it is, whatever draft was named before."""
    return bool(_present().match(flat, end))
