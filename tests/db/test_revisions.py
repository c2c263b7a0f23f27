"""Captures and revisions: a page that goes back to an earlier text has changed, and one that stays has not."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from db.docket import load_docket
from db.models import Capture, Revision, Statement
from db.session import writing
from db.store.captures import NewCapture, Origin, add_capture
from db.store.statements import NewStatement, save_statement, sha256_of
from tests.builders import AUGUST, installation

ADDRESS = "https://organisation.example/a"


def _capture(session: Session, text: str, day: int, origin: Origin = "crawl") -> str:
    return add_capture(
        session,
        NewCapture(
            ADDRESS, sha256_of(text), "text/html", len(text), AUGUST + timedelta(days=day), origin, "a.warc.gz", 0
        ),
    )


def _statement(text: str) -> NewStatement:
    return NewStatement(title="Sample", text=text, body_end=len(text), published="", published_from="", language="en",
                        doc_kind="blog", organisation="", organisation_from="", organisation_kind="", author="",
                        cut_off=False, pages=(), signatories=())  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "outcomes"),
    [
        ("ABA", ["new", "changed", "changed"]),
        ("AAB", ["new", "unchanged", "changed"]),
        ("ABBA", ["new", "changed", "unchanged", "changed"]),
    ],
)
def test_what_a_page_showed_just_before_decides(tmp_path: Path, texts: str, outcomes: list[str]) -> None:
    _settings, engine = installation(tmp_path)
    with writing(engine) as session:
        assert [_capture(session, text, day) for day, text in enumerate(texts)] == outcomes
    engine.dispose()


def test_a_file_given_again_is_known_whatever_came_between(tmp_path: Path) -> None:
    _settings, engine = installation(tmp_path)
    with writing(engine) as session:
        given = [_capture(session, text, day, "import") for day, text in enumerate("ABAB")]
    engine.dispose()
    assert given == ["new", "changed", "unchanged", "unchanged"]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 0, 2)])
def test_a_wording_that_comes_back_is_a_revision_in_whatever_order_it_is_read(
    tmp_path: Path, order: Sequence[int]
) -> None:
    _settings, engine = installation(tmp_path)
    with writing(engine) as session:
        for day, text in enumerate("ABA"):
            _capture(session, text, day)
    for _again in range(2):
        with writing(engine) as session:
            captures = list(session.exec(select(Capture).order_by(col(Capture.id))))
            for number in order:
                save_statement(session, load_docket("un-cybercrime"), captures[number], _statement("ABA"[number]))
    with writing(engine) as session:
        revisions = session.exec(select(Revision).order_by(col(Revision.number))).all()
        current = session.exec(select(Statement)).one().revision_id
        assert [row.text for row in revisions] == ["A", "B", "A"]
        assert [row.number for row in revisions] == [1, 2, 3]
        assert current == revisions[-1].id
    engine.dispose()
