"""What counts is decided in SQL for figures and in Python for pages: both must say the same."""

from itertools import combinations, product
from pathlib import Path

from sqlalchemy import select
from sqlmodel import col

from db.counting import believed
from db.models import Passage
from db.session import open_installation, reading, writing
from db.settings import Settings
from tests.stories import Story
from tests.story_parts import Mark, Piece
from webapp.queries.keys import key_of
from webapp.queries.marks import load_marks

STATUSES, ORIGINS = ("shown", "unsure"), ("model", "rule", "human")
KINDS = {"concern": ("scope", "children"), "stance": ("objection", "support"), "boilerplate": ("true", "false")}


def mark_sets() -> list[tuple[Mark, ...]]:
    """All sets of up to two marks of one kind, over origin, status, score and key."""
    sets: list[tuple[Mark, ...]] = []
    for kind, keys in KINDS.items():
        marks = [
            Mark(kind, key, score, status, origin)
            for key, score, status, origin in product(keys, (0.0, 0.9), ("shown", "unsure"), ("model", "human"))
        ]
        sets += [(mark,) for mark in marks] + list(combinations(marks, 2))
    return sets


def test_sql_and_pages_believe_the_same_labels(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    engine = open_installation(settings)
    pieces = [Piece(f"Passage {n} (sample).", stance="", marks=marks) for n, marks in enumerate(mark_sets())]
    with writing(engine) as session:
        Story(session).statement("https://x.example/", "All cases (sample)", pieces)
    with reading(engine) as session:
        ids = list(session.connection().execute(select(key_of(Passage)).order_by(col(Passage.id))).scalars())
        marks = load_marks(session, ids)
        for kind, keys in KINDS.items():
            for key in keys:
                query = select(key_of(Passage)).where(believed(kind, key))
                in_sql = set(session.connection().execute(query).scalars())
                assert in_sql == {id_ for id_ in ids if key in marks[id_].keys(kind)}, (kind, key)
                assert in_sql
    engine.dispose()
