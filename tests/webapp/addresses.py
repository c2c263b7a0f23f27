"""Sample addresses of every kind of page, on the installation of `tests/sample_story.py`.

A new page type is added here; `test_pages.py` fails for a rule of the app that no address below reaches. The
tests of every page (structure, size, SQL, no third party, and axe in a browser) go over this list.
"""

PAGES = (
    "/",
    "/?origin=implicit",
    "/about",
    "/articles/",
    "/articles/7",
    "/articles/5",
    "/articles/7?all=1",
    "/articles/24",
    "/articles/preamble",
    "/articles/ch.IV",
    "/articles/7?concern=researchers",
    "/articles/1?concern=scope",
    "/concerns/",
    "/concerns/surveillance",
    "/topics",
    "/annotate",
    "/topics/sea-cables",
    "/organisations/",
    "/organisations/review/",
    "/organisations/lantern",
    "/organisations/silent",
    "/statements/",
    "/statements/?off_topic=1",
    "/statements/1",
    "/statements/7",
    "/statements/8",
    "/statements/9",
    "/statements/10?revision=1",
    "/statements/10/changes",
    "/statements/1/cite",
    "/statements/8/cite",
    "/statements/1/cite?passage=1",
    "/copies",
    "/statements/1/copies",
    "/search",
    "/sign-in",
    "/search?q=Article",
    "/search?q=nothing-of-the-kind",
    "/digests/",
    "/digests/2024-W32",
    "/coverage",
    "/quality",
    "/off-topic",
    "/off-topic?decided=1",
)
"""Pages: HTML for a person."""

FILES = (
    "/healthz",
    "/static/travaux.css",
    "/coverage.csv",
    "/topics/sea-cables/concern.toml",
    "/statements/1/cite?format=ris",
)
"""Answers that are no page: files to download, feeds, data, charts."""
