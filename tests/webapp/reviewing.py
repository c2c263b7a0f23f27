"""What the tests of review share: an installation that they change, and a decision as its form sends it."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, col, select

from db.models import Passage
from db.session import open_installation
from db.settings import Settings
from webapp.desk import Desk

HOSTILE = "</textarea><script>alert(1)</script>\u202e{{ 7*7 }}"


@pytest.fixture
def stored(own: Settings) -> Iterator[Session]:
    """What is stored now; read again after each change by `refresh`."""
    engine = open_installation(own)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Pairs are made anew by a stand-in that notes for which passages."""
    asked: list[int] = []
    monkeypatch.setattr(Desk, "pair_again", staticmethod(lambda _session, _settings, key: asked.append(key)))
    return asked


def passage_with(session: Session, words_: str) -> int:
    """The first passage that holds these words."""
    return (
        session.exec(select(Passage.id).where(col(Passage.text).contains(words_)).order_by(col(Passage.id))).first()
        or 0
    )


def fields(passage: int, kind: str, key: str, verdict: str, **more: str) -> dict[str, str]:
    """A decision as its form sends it."""
    return {
        "passage": str(passage),
        "kind": kind,
        "key": key,
        "verdict": verdict,
        "seen": "0",
        "back": "/review",
        **more,
    }
