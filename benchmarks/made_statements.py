"""Installations of made statements: sentences of the docket's own examples, mixed so that no two passages are alike."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from db.docket import load_docket
from db.models import Capture, Organisation, Passage, Revision, Statement
from db.session import open_installation, writing
from db.settings import Settings
from pipeline.examples import read_examples
from pipeline.segment import segment

PARAGRAPHS = 10
"""Of a statement; each becomes one passage or two."""
DOCKET = "un-cybercrime"
DAY = datetime(2024, 8, 6, 9, tzinfo=UTC)


def texts(count: int, seed: int) -> Iterator[str]:
    """Statements without end, each in one language; `count` only seeds them."""
    by_language: dict[str, list[list[str]]] = {}
    for row in read_examples(load_docket(DOCKET)):
        cut = [row.text[span.start : span.end] for span in segment(row.text)]
        by_language.setdefault(row.language or "", []).append(cut or [row.text])
    languages = sorted(by_language)
    shares = np.array([len(by_language[language]) for language in languages], dtype=float)
    rng = np.random.default_rng((seed, count))
    while True:
        own = by_language[languages[int(rng.choice(len(languages), p=shares / shares.sum()))]]
        chosen = rng.integers(0, len(own), (PARAGRAPHS, 2))
        yield "\n\n".join(f"{own[first][0]} {own[second][-1]}" for first, second in chosen)


def statements(passages: int, seed: int) -> list[str]:
    """So many statements that they have at least `passages` passages."""
    made, have = [], 0
    for text in texts(passages, seed):
        if have >= passages:
            break
        made.append(text)
        have += len(segment(text))
    return made


def store(engine: Engine, made: Sequence[str], first: int = 0) -> None:
    """Store statements as collected, extracted and judged to be about the docket, but not yet cut."""
    with writing(engine) as session:
        if not session.exec(select(func.count(col(Organisation.id)))).one():
            session.add_all([Organisation(slug=f"sample-{n}", name=f"Sample {n}", kind="ngo") for n in range(50)])
            session.flush()
        authors = list(session.exec(select(Organisation.id).order_by(col(Organisation.id))))
        for number, text in enumerate(made, start=first):
            _one(session, f"urn:made:{number:06}", text, authors[number % len(authors)] or 0)


def _one(session: Session, address: str, text: str, author: int) -> None:
    digest = hashlib.sha256(text.encode()).hexdigest()
    capture = Capture(address=address, sha256=digest, media_type="text/plain", size=len(text), captured_at=DAY,
                      stored_at=DAY, origin="import", warc_file="made.warc.gz", warc_offset=0)  # fmt: skip
    statement = Statement(address=address, title="Sample statement", published="2024-08-05", first_seen=DAY,
                          language="en", doc_kind="blog", organisation_id=author, on_topic=True, same_text=address,
                          same_statement=address)  # fmt: skip
    session.add_all([capture, statement])
    session.flush()
    revision = Revision(statement_id=statement.id or 0, capture_id=capture.id or 0, number=1, title="Sample statement",
                        text=text, text_sha256=digest, body_end=len(text), captured_at=DAY)  # fmt: skip
    session.add(revision)
    session.flush()
    statement.revision_id = revision.id


def installed(folder: Path, made: Sequence[str]) -> tuple[Settings, Engine]:
    """A new installation with these statements."""
    settings = Settings(data=folder, docket=DOCKET)
    engine = open_installation(settings)
    store(engine, made)
    return settings, engine


def write_passages(engine: Engine, target: Path) -> int:
    """The stored passages as the reference reads them, one JSON string a line; returns how many."""
    with Session(engine) as session:
        found = list(session.exec(select(Passage.text).order_by(col(Passage.id))))
    target.write_text("".join(json.dumps(text, ensure_ascii=False) + "\n" for text in found), encoding="utf-8")
    return len(found)
