"""A statement of a hundred pages with three hundred signatories: in parts, small, and nothing lost."""

import gzip
import re
from collections.abc import Iterator
from itertools import pairwise
from random import Random

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import select

from db.models import Passage, Revision
from db.session import open_installation, reading, writing
from db.settings import Settings
from tests.stories import Story
from tests.story_parts import Cited, Piece
from tests.webapp.pages import links, page, words
from tests.webapp.test_pages import MOST_BYTES, MOST_STATEMENTS, counting
from webapp import create_app
from webapp.queries.statement_text import LETTERS, PASSAGES, cuts_of

PARAGRAPHS = 1_200
NAMES = 301


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """An app with one very long statement (1), and one as long that no stage read (2)."""
    settings = Settings(data=tmp_path_factory.mktemp("long"))
    engine = open_installation(settings)
    with writing(engine) as session:
        story = Story(session)
        story.organisation("lantern", "Lantern Watch (sample)")
        pieces = [
            Piece(
                f"Paragraph {n}. Article 7 is too wide for those who look for faults, and nobody may ask why (sample). "
                * 2,
                ("researchers", "scope"),
                pairs=(("researchers", "7"), ("scope", "7")),
                cited=(Cited("Article 7", "7", provision="7"),),
            )
            for n in range(PARAGRAPHS)
        ]
        signed = [f"Society number {n} of the long coast (sample)" for n in range(NAMES)]
        story.statement(
            "https://lantern.example/long", "Long report (sample)", pieces, "lantern", signed, tail="Signed"
        )
        story.statement("https://lantern.example/raw", "Raw report (sample)", [], tail="A line.\n" * 30_000)
    yield create_app(settings)
    engine.dispose()


def test_every_part_is_small(long: Flask) -> None:
    for address in ("/statements/1", "/statements/1?part=7", "/statements/2", "/statements/1/signatories"):
        with counting(long) as ran:
            answer = long.test_client().get(address)
        assert answer.status_code == 200
        assert len(ran) <= MOST_STATEMENTS
        assert len(gzip.compress(answer.data)) <= MOST_BYTES


@pytest.mark.parametrize("statement", [1, 2])
def test_the_parts_together_are_the_whole_text(long: Flask, statement: int) -> None:
    client, address, shown = long.test_client(), f"/statements/{statement}", ""
    for _ in range(100):
        tree = page(client, address)
        shown += "".join(str(block.text_content()) for block in tree.xpath("//p[@class='words']"))
        following = tree.xpath("//section[h2[@id='text']]//a[@rel='next']/@href")
        if not following:
            break
        address = str(following[0])
    with reading(open_installation(Settings(data=long.extensions["travaux"].settings.data))) as session:
        text = session.exec(select(Revision.text).where(Revision.statement_id == statement)).one()
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", text)


def test_a_link_to_a_passage_leads_to_its_part(long: Flask) -> None:
    client = long.test_client()
    with reading(open_installation(Settings(data=long.extensions["travaux"].settings.data))) as session:
        last = max(key or 0 for key in session.exec(select(Passage.id)))
    for number in (1, PASSAGES, PASSAGES + 1, last):
        assert page(client, f"/statements/1?passage={number}").xpath(f"//div[@id='p{number}']")
    assert page(client, "/statements/1?passage=999999").xpath("//div[@id='p1']"), "an unknown one shows the beginning"
    page(client, "/statements/1?part=999", 404)
    page(client, "/statements/1?part=0", 200)


def test_a_cut_list_of_names_says_how_many_more_and_where(long: Flask) -> None:
    client = long.test_client()
    section = page(client, "/statements/1").xpath("//section[h2[@id='signatures']]")[0]
    assert words(section.xpath(".//summary")[0]) == f"{NAMES} organisations"
    assert f"All {NAMES} names (the first 300 are shown)" in words(section)
    (address,) = [link for link in links(section) if "signatories" in link]
    first, second = page(client, address), page(client, f"{address}?page=2")
    assert [len(each.xpath("//ul[@class='run']/li")) for each in (first, second)] == [300, NAMES - 300]
    page(client, f"{address}?page=3", 404)


def test_the_whole_statement_is_one_address(long: Flask) -> None:
    for address in ("/statements/1?part=3", "/statements/1?passage=500"):
        canonical = page(long.test_client(), address).xpath("string(//link[@rel='canonical']/@href)")
        assert canonical == "http://127.0.0.1:8000/statements/1"


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 300), st.booleans())
def test_parts_are_never_too_long_and_cut_no_passage(seed: int, count: int, read: bool) -> None:
    chance = Random(seed)  # noqa: S311
    lengths = [chance.randint(1, 4_000) for _ in range(count)]
    text = "".join("a" * (length - 1) + "\n" for length in lengths)
    starts = [sum(lengths[:n]) for n in range(len(lengths))] if read else []
    cuts = cuts_of(text, starts)
    assert cuts[0] == 0 and all(one < other for one, other in pairwise(cuts))
    assert not read or set(cuts) <= {0, *starts}
    assert all(other - one <= LETTERS + 4_000 for one, other in pairwise([*cuts, len(text)]))
