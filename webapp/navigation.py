"""The places that the head of every page leads to, in three groups. A new section of the site is added here."""

from dataclasses import dataclass

GROUPS = (
    (
        "Read",
        (
            ("/", "Articles"),
            ("/concerns/", "Concerns"),
            ("/topics", "Topics"),
            ("/organisations/", "Organisations"),
            ("/statements/", "Statements"),
            ("/digests/", "Digests"),
            ("/dates", "Dates"),
        ),
    ),
    (
        "About",
        (
            ("/coverage", "Coverage"),
            ("/exports", "Exports"),
            ("/quality", "How sure it is"),
            ("/drafts", "Drafts"),
            ("/about", "How to read it"),
        ),
    ),
    (
        "Work",
        (
            ("/searches/", "Saved searches"),
            ("/add", "Add"),
            ("/work", "Collect"),
            ("/clippings", "Clippings"),
            ("/positions", "Our positions"),
            ("/annotate", "Compare a letter"),
            ("/review", "Review"),
            ("/subscriptions", "Subscriptions"),
        ),
    ),
)

KEEPERS = ("/add", "/work", "/clippings", "/positions")
"""Places of who may keep or change things here."""


@dataclass(frozen=True)
class Place:
    """A link of the navigation; `current` is "page" on that page, "true" below it, else nothing."""

    address: str
    name: str
    current: str


def navigation(path: str, may_keep: bool = True) -> tuple[tuple[str, tuple[Place, ...]], ...]:
    """The groups with their places, as seen from the page at `path`; without those that the reader may not enter."""
    return tuple(
        (group, tuple(Place(one, name, _current(one, path)) for one, name in places if may_keep or one not in KEEPERS))
        for group, places in GROUPS
    )


def _current(address: str, path: str) -> str:
    section = address.rstrip("/")
    if path.rstrip("/") == section:
        return "page"
    below = (f"{section}/",) if section else ("/articles/",)
    return "true" if path.startswith(below) else ""
