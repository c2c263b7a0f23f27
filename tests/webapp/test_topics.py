"""`/topics`: the map with its table, one topic with proven quotations, and what became of others."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlmodel import col

from db.models import Mention, Passage
from db.session import open_installation, writing
from db.settings import Settings
from db.store.topics import save_topics
from tests.builders import label, organisation, statement
from tests.webapp.pages import links, page, words
from webapp import create_app

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=60)
HOSTILE = '"""]<script>alert(1)</script>\x07\n[x] "cables"'


def fields(key: str, name: str, found_at: datetime, x: float = 0.0, **more: object) -> dict[str, object]:
    centre = np.ones(4, np.float16).tobytes()
    return {"key": key, "name": name, "terms": '["sea cables", "fishing"]', "state": "current", "became": "[]", "came_from": "",
            "found_at": found_at, "gone_at": None, "encoder": "e", "centre": centre, "x": x, "y": x / 2, **more}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(data=tmp_path)
    with writing(open_installation(made)) as session:
        one, two = organisation(session, "Sample Reef"), organisation(session, "Sample Net")
        found: list[Passage] = []
        for n, who in enumerate((one, one, two)):
            found += statement(session, f"https://s.example/{n}", [f"Article 22 forgets sea cables {n}.", HOSTILE], who)
        found += statement(session, "https://s.example/copy", ["Article 22 forgets sea cables 0."], two)
        for passage in found:
            label(session, passage, "stance", "objection")
        session.add(Mention(revision_id=found[0].revision_id, passage_id=found[0].id, start=0, end=10, text="Article 22",
                            instrument="docket", unit="article", article="22", status="resolved", provision="22"))  # fmt: skip
        session.execute(update(Passage).where(col(Passage.id) == found[4].id).values(text="Not what the text says."))
        ids = [p.id or 0 for p in found]
        save_topics(
            session,
            [(fields("gone", "gone", OLD), ids[:1], []), (fields("cables", "sea cables", OLD), ids[1:2], [])],
            [],
        )
        gone = {"key": "gone", "state": "merged", "became": '["cables"]', "gone_at": NOW}
        cables = (fields("cables", "sea cables, fishing", NOW, 1.0), ids[:6:2] + ids[1:2], ids[6:])
        save_topics(session, [cables, (fields("nets", "nets", NOW - timedelta(days=2)), ids[3:4], [])], [gone])
    return made


@pytest.fixture
def visitor(settings: Settings) -> FlaskClient:
    return create_app(settings).test_client()


def test_the_map_has_the_topics_of_the_table(visitor: FlaskClient) -> None:
    tree = page(visitor, "/topics")
    table = [words(row) for row in tree.xpath("//tbody/tr")]
    assert len(table) == 2 and "sea cables" in table[0] and "New this week" not in table[0]
    assert "New this week" in table[1]
    assert [words(text) for text in tree.xpath("//*[name()='svg']//*[name()='text']")] == ["1", "2"]
    assert set(tree.xpath("//*[name()='svg']//*[name()='a']/@href")) == {"/topics/cables", "/topics/nets"}
    assert "merged into sea cables" in words(tree)
    assert "/topics" in links(page(visitor, "/"))


def test_a_topic_shows_only_proven_quotations_and_counts_copies_for_senders_only(visitor: FlaskClient) -> None:
    tree = page(visitor, "/topics/cables")
    said = [words(quote) for quote in tree.xpath("//blockquote")]
    assert "Article 22 forgets sea cables 0." in said and "Not what the text says." not in said
    stated = {str(b.get("data-figure")): words(b) for b in tree.xpath("//b[@data-figure]")}
    assert stated == {"organisations": "2", "statements": "4", "passages": "4"}
    assert "1 further passage is a copy" in words(tree) and "It took up gone" in words(tree)
    assert "/articles/22" in links(tree) and any(link.startswith("/statements/1?passage=") for link in links(tree))
    assert not tree.xpath("//main//script")


def test_a_topic_that_is_none_any_more_says_where_its_passages_are(visitor: FlaskClient) -> None:
    tree = page(visitor, "/topics/gone")
    assert "it merged into" in words(tree) and "/topics/cables" in links(tree)
    assert "no topic at this address" in words(page(visitor, "/topics/none", status=404))


def test_the_entry_is_toml_that_hostile_words_do_not_leave(visitor: FlaskClient) -> None:
    answer = visitor.get("/topics/cables/concern.toml")
    assert answer.headers["Content-Disposition"] == "attachment; filename=concern.toml"
    (entry,) = tomllib.loads(answer.text)["concern"]
    assert entry["vocabulary"] == ["sea cables", "fishing"] and entry["articles"] == ["22"]
    assert entry["key"] == "sea_cables" and "alert(1)" in answer.text


def test_an_installation_without_topics_says_so(tmp_path: Path) -> None:
    open_installation(Settings(data=tmp_path)).dispose()
    visitor = create_app(Settings(data=tmp_path)).test_client()
    assert "No topics" in words(page(visitor, "/topics"))
    assert "/topics" not in page(visitor, "/").xpath("//main//a/@href")
