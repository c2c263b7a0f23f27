"""The sample web from crawl to findings: what `make demo` shows, against what the sample pages say of themselves."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from crawlers.sample_web.expected import load_expected
from crawlers.sample_web.server import SampleWeb
from db.counting import counted_pairs
from db.docket import load_docket
from db.installed import docket_of, opened
from db.models import Capture, Organisation, Revision, Statement
from db.quotations import check_quotations
from db.session import reading
from db.settings import Settings, load_settings
from pipeline.encoders import multilingual_encoder
from pipeline.examples import read_examples
from pipeline.flow import process
from pipeline.heads import read_heads
from pipeline.stage import Workshop
from pipeline.train import train_heads
from pipeline.tuned_encoder import NoTunedEncoder
from tests.pipeline.trained import FEW, implied_from
from webapp.commands_demo import crawl_editions, write_sources


@dataclass(frozen=True)
class Demo:
    settings: Settings
    engine: Engine
    port: int

    def statements(self) -> dict[str, Statement]:
        """Path on its host → statement, for comparing whatever the port was."""
        with reading(self.engine) as session:
            return {s.address.replace(f":{self.port}", ""): s for s in session.exec(select(Statement))}


def workshop(settings: Settings) -> Workshop:
    """The real multilingual encoder (translations are found by it), none for English, heads of few examples."""
    docket, encoders = load_docket("un-cybercrime"), (NoTunedEncoder(), multilingual_encoder())
    folder = train_heads(docket, read_examples(docket)[:FEW], encoders, Path(mkdtemp()))
    shop = Workshop(settings, docket_of(settings))
    shop.english, shop.multilingual, shop.heads = *encoders, read_heads(folder)
    shop.implied = implied_from(docket, encoders[1])
    return shop


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    folder = tmp_path_factory.mktemp("demo")
    with SampleWeb() as web:
        write_sources(folder, web.port)
        (folder / "travaux.toml").write_text('sources = "sources.toml"\ncrawl_loopback = true\ncrawl_delay = 0.0\n')
        settings = load_settings(data=folder)
        engine = opened(settings)
        crawl_editions(settings, engine, web)
        process(engine, workshop(settings))
        yield Demo(settings, engine, web.port)


def test_what_could_be_read_was_read_and_nothing_failed_later(demo: Demo) -> None:
    expected = load_expected()
    wanted = sum(page["outcome"] == "statement" for page in expected["pages"]) + len(expected["comments"])
    with reading(demo.engine) as session:
        captures = session.exec(select(Capture)).all()
    assert len({capture.address for capture in captures}) == wanted
    assert len(captures) == wanted + 1


def test_titles_dates_languages_and_organisations_are_those_of_the_pages(demo: Demo) -> None:
    found = demo.statements()
    with reading(demo.engine) as session:
        names = {o.id: o.name for o in session.exec(select(Organisation))}
    wrong = []
    for page in load_expected()["pages"]:
        statement = found.get(f"http://{page['host']}.localhost{page['path']}")
        if statement:
            got = (statement.title, statement.published, statement.language, names.get(statement.organisation_id))
            want = (page["title"], page["published"], page["language"], page["organisation"])
            wrong += [(g, w) for g, w in zip(got, want, strict=True) if g != w]
    assert len(wrong) <= 3, wrong
    assert len(found) > 60


def test_off_topic_is_what_the_sample_says_it_is(demo: Demo) -> None:
    off = [s.title for s in demo.statements().values() if not s.on_topic]
    assert off == [p["title"] for p in load_expected()["pages"] if p["outcome"] == "statement" and not p["on_topic"]]


def test_the_joint_letter_and_the_form_letter_are_one_text_each_and_the_translation_one_statement(demo: Demo) -> None:
    rows = demo.statements().values()
    sizes = Counter(s.same_text for s in rows if s.on_topic)
    assert sorted(n for n in sizes.values() if n > 1) == [2, 5]
    letters = [
        s
        for s in rows
        if "five-corrections" in s.address or "letter-to-the-chair" in s.address or "lettre-a-la" in s.address
    ]
    assert len({s.same_statement for s in letters}) == 1
    assert {s.language for s in letters} == {"en", "fr"}


def test_the_page_that_changed_has_two_revisions(demo: Demo) -> None:
    with reading(demo.engine) as session:
        assert [revision.number for revision in session.exec(select(Revision)) if revision.number > 1] == [2]


def test_pairs_are_counted_and_every_quotation_is_exact(demo: Demo) -> None:
    with reading(demo.engine) as session:
        pairs = counted_pairs(session)
        checks = list(check_quotations(session))
    assert len({pair.provision for pair in pairs}) > 10
    assert len(checks) > 800
    assert [check.wrong for check in checks if check.wrong] == []
