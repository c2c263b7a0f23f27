"""Which words name a country, in the languages that letters are signed in."""

from functools import cache

from babel import Locale

from crawlers.extract.blocks import clean
from crawlers.extract.wordlists import all_languages

_LOCALES = (
    "en",
    "fr",
    "es",
    "pt",
    "de",
    "it",
    "nl",
    "ru",
    "uk",
    "pl",
    "ar",
    "fa",
    "he",
    "zh",
    "zh_Hant",
    "ja",
    "ko",
    "tr",
    "el",
    "hi",
    "id",
    "vi",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "ro",
)


def is_country(text: str) -> bool:
    """Whether `text` as a whole is the name of a country or territory."""
    return _key(text) in _names()


def is_nowhere(text: str) -> bool:
    """Whether `text` stands where a country would and names none ("International", "Africa")."""
    return _key(text) in all_languages("signatures", "nowhere")


def country_of(text: str) -> str | None:
    """`text` as written if it is a country; None for "International" and for anything else."""
    return clean(text).strip(" .") if is_country(text) else None


def _key(text: str) -> str:
    return clean(text).strip(" .").casefold().replace("’", "'")


@cache
def _names() -> frozenset[str]:
    names = {_key(name) for name in all_languages("countries", "names")}
    for locale in _LOCALES:
        territories = Locale.parse(locale).territories
        names |= {_key(name) for code, name in territories.items() if code.isalpha()}
    return frozenset(name.split(" (")[0] for name in names) - all_languages("signatures", "nowhere")
