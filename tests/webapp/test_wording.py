"""Stored values in words."""

from datetime import UTC, datetime

import pytest

from webapp.wording import counted, day, host, language, language_tag, moment, outward, soft_hyphens, sureness, worded


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2024-07-03", "3 July 2024"),
        ("2024-07", "July 2024"),
        ("", "no date found"),
        ("2024-13", "2024-13"),
        ("2024-02-31", "2024-02-31"),
        ("abcdefg", "abcdefg"),
        ("soon", "soon"),
    ],
)
def test_days(stored: str, shown: str) -> None:
    assert day(stored) == shown


def test_moments() -> None:
    assert moment(datetime(2024, 7, 3, 6, 0, tzinfo=UTC)) == "3 July 2024, 06:00 UTC"
    assert moment(None) == "never"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "urn:sha256:0",
        "file:///etc/passwd",
        "https://",
        "//x.example",
        "http://[",
        "?",
    ],
)
def test_no_link_leads_anywhere_but_the_web(address: str) -> None:
    assert outward(address) == ""


@pytest.mark.parametrize("address", ["https://x.example/a?b=c", "http://x.example"])
def test_web_addresses_are_links(address: str) -> None:
    assert outward(address) == address


def test_languages_are_tags_or_nothing() -> None:
    assert [language_tag(value) for value in ("en", "pt-BR", '"><b>', "")] == ["en", "pt-BR", "", ""]


def test_the_host_of_an_address() -> None:
    assert [host(a) for a in ("https://X.example/a", "urn:sha256:0")] == ["x.example", ""]


def test_the_rest() -> None:
    assert sureness(0.9) == "very sure (0.90)" and sureness(0.3) == "not very sure (0.30)"
    assert counted(1, "statement") == "1 statement" and counted(1200, "statement") == "1,200 statements"
    assert counted(2, "is", "are") == "2 are"
    assert worded({}, "un_body") == "un body"
    assert soft_hyphens("Cross-border cooperation").replace("\N{SOFT HYPHEN}", "|") == "Cross-border cooper|ation"


@pytest.mark.parametrize(("tag", "name"), [("en", "English"), ("pt-BR", "Portuguese"), ("FR", "French"), ("xx", "xx")])
def test_languages_are_named(tag: str, name: str) -> None:
    assert language(tag) == name
