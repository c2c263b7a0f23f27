"""What was counted is what the definition says, whoever wrote what in which order."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Table, delete, func, text, update
from sqlalchemy.sql.visitors import iterate
from sqlmodel import Session, col, select

from db.counting import by_definition, counted_pairs, kept, waiting
from db.models import Ask, Counted, Label, Mention, Pair, Passage, Statement
from db.recounting import PREFIX, WATCHED, trigger_statements
from db.session import VERSIONS, open_installation, reading, writing
from db.settings import Settings
from tests.builders import ask, installation, label, organisation, pair, statement
from tests.sample_story import fill
from tests.stories import Story

BOTH = ("explicit", "implicit")


@pytest.fixture
def filled(tmp_path: Path) -> Engine:
    """An installation with the sample story."""
    engine = open_installation(Settings(data=tmp_path))
    with writing(engine) as session:
        fill(Story(session))
    return engine


def defined(session: Session) -> list[tuple[object, ...]]:
    """The pairs as the definition finds them now."""
    return [tuple(row[:11]) for row in session.connection().execute(by_definition())]


def read(session: Session) -> list[tuple[object, ...]]:
    """The pairs as pages read them."""
    return [tuple(vars(found).values()) for found in counted_pairs(session, BOTH)]


def test_after_a_write_nothing_waits_and_all_is_kept(filled: Engine) -> None:
    with reading(filled) as session:
        assert session.connection().execute(waiting()).all() == []
        assert [tuple(row[:11]) for row in session.connection().execute(kept())] == defined(session) == read(session)
        assert len(read(session)) > 10


def change(session: Session, chance: random.Random) -> None:
    """One change somewhere in the tables that the definition reads, by the ORM, in bulk, or in plain SQL."""
    passages = session.exec(select(Passage.id)).all()
    one = session.get_one(Passage, chance.choice(passages))
    article, said = chance.choice(["7", "24", "29"]), chance.choice(["surveillance", "scope"])
    row = session.exec(select(Statement).where(Statement.revision_id == one.revision_id)).first()
    changes: list[Callable[[], object]] = [
        lambda: pair(session, one, said, article, chance.choice(["objection", "support"]), chance.choice(BOTH)),
        lambda: ask(session, one, chance.choice(["delete", "retain", "clarify"]), article),
        lambda: label(session, one, "concern", said, chance.choice([0, 1]), "human"),
        lambda: label(session, one, "stance", chance.choice(["neutral", "objection"]), 1, "human"),
        lambda: label(session, one, "boilerplate", "true"),
        lambda: session.execute(delete(Pair).where(col(Pair.passage_id) == one.id)),
        lambda: session.execute(delete(Label).where(col(Label.passage_id) == one.id, col(Label.origin) == "human")),
        lambda: session.execute(delete(Ask).where(col(Ask.passage_id) == one.id)),
        lambda: session.execute(update(Mention).where(col(Mention.passage_id) == one.id).values(draft="rev2")),
        lambda: _set(row, "on_topic", not (row and row.on_topic)),
        lambda: _set(row, "organisation_id", chance.choice([None, 1, 2])),
        lambda: _set(row, "same_statement", "https://lantern.example/joint-letter"),
        lambda: _set(row, "revision_id", chance.choice([1, 2, one.revision_id])),
        lambda: session.execute(text("UPDATE pair SET status = 'unsure' WHERE id % 3 = 0")),
    ]
    chance.choice(changes)()
    session.flush()


def _set(row: Statement | None, name: str, value: object) -> None:
    if row:
        setattr(row, name, value)


@pytest.mark.parametrize("seed", range(5))
def test_any_change_is_seen_at_once_before_and_after_it_is_counted(filled: Engine, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(12):
        with Session(filled) as session:  # as a program would that knows nothing of counting
            session.connection().execute(text("BEGIN IMMEDIATE"))
            for _ in range(chance.randint(1, 3)):
                change(session, chance)
            session.commit()
        with reading(filled) as session:
            assert read(session) == defined(session)
        if chance.random() < 0.5:
            with writing(filled) as session:
                pass
            with reading(filled) as session:
                assert session.connection().execute(waiting()).all() == []
                assert read(session) == defined(session)


def test_a_pair_that_a_passage_carries_twice_counts_once(tmp_path: Path) -> None:
    _, engine = installation(tmp_path)
    with writing(engine) as session:
        (passage,) = statement(session, "https://a.example/1", ["Article 24."], organisation(session, "Sample Lantern"))
        for _ in range(2):
            pair(session, passage, "safeguards", "24")
    with reading(engine) as session:
        assert len(counted_pairs(session)) == session.exec(select(func.count()).select_from(Counted)).one() == 1


def test_every_table_of_the_definition_has_its_triggers(filled: Engine) -> None:
    """A migration that rebuilds a table drops its triggers without a word."""
    with reading(filled) as session:
        found = session.connection().execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        names = {name for (name,) in found if name.startswith(PREFIX)}
    assert names == {statement.split()[2] for statement in trigger_statements()}
    tables = {part.name for part in iterate(by_definition()) if isinstance(part, Table)}
    assert tables and tables <= set(WATCHED)


def downgrade(connection: Connection, version: str) -> None:
    """Take the database back to an older version."""
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    config.attributes["connection"] = connection
    command.downgrade(config, version)


def test_a_migration_lets_everything_be_counted_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        (passage,) = statement(session, "https://a.example/1", ["Article 24."], organisation(session, "Sample Lantern"))
        pair(session, passage, "safeguards", "24")
    with engine.connect() as connection:  # as an older version left it
        downgrade(connection, "0012")
        connection.commit()
    again = open_installation(settings)
    with reading(again) as session:
        assert len(counted_pairs(session)) == 1
        assert session.connection().execute(waiting()).all() == []


def test_another_definition_lets_everything_be_counted_again(tmp_path: Path) -> None:
    settings, engine = installation(tmp_path)
    with writing(engine) as session:
        (passage,) = statement(session, "https://a.example/1", ["Article 24."], organisation(session, "Sample Lantern"))
        pair(session, passage, "safeguards", "24")
    with engine.connect() as connection:  # as a version that counted otherwise left it
        connection.execute(text("DELETE FROM counted"))
        connection.execute(text("PRAGMA user_version = 7"))
        connection.commit()
    with reading(open_installation(settings)) as session:
        assert len(counted_pairs(session)) == 1
