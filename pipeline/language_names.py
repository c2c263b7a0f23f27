"""Names of languages as people type them, in English or in the language itself (babel has them from CLDR)."""

from functools import lru_cache

OWN_NAMES = ("ar", "de", "en", "es", "fa", "fr", "hi", "id", "it", "ja", "ko", "nl", "pl", "pt", "ru", "sv", "sw", "tr",
             "uk", "ur", "vi", "zh")  # fmt: skip
"""Languages that are also known by their own name; reading all of babel's would take seconds."""


@lru_cache(maxsize=1)
def _tags() -> dict[str, str]:
    from babel import Locale

    found = {}
    for tag, name in Locale.parse("en").languages.items():
        if len(tag) <= 3:
            found[tag] = found[name.casefold()] = tag
    return {Locale.parse(tag).languages[tag].casefold(): tag for tag in OWN_NAMES} | found


def language_named(value: str) -> str:
    """The primary tag of a language (`fr` for fr, fr-CA, French or français); empty where there is none such."""
    plain = value.strip().casefold()
    return _tags().get(plain) or _tags().get(plain.split("-")[0].split("_")[0], "")
