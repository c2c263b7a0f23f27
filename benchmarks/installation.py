"""A made installation of any size, to measure pages and exports on. Its organisations are invented; its passages are
the docket's own labelled examples, with their labels and pairs.

Per 1,000 passages: 100 statements, some 5,000 labels, 900 pairs named and 300 described, 400 asks, 800 citations (one
in twenty ambiguous), 60 signatures, as in the demo; one statement in 200 is a letter with 150 signatories.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from db.docket import Docket
from db.models import (
    Ask,
    Capture,
    CrawlRun,
    Label,
    Mention,
    Organisation,
    Pair,
    Passage,
    Revision,
    Signature,
    Statement,
)  # fmt: skip
from db.recounting import drop_triggers, set_triggers, wait_all
from db.words import word_index

PER_STATEMENT = 10
KINDS = ("ngo", "ngo", "ngo", "ngo", "industry", "industry", "academia", "un_body", "igo", "")
VERBS = ("delete", "amend", "amend", "clarify", "retain", "add", "reject")
START = date(2022, 1, 1)
DAYS = 1_100
Rows = dict[type[SQLModel], list[dict[str, Any]]]


@dataclass
class Made:
    """Rows to be stored, and the random choices that made them."""

    docket: Docket
    chance: random.Random
    examples: Sequence[dict[str, Any]]
    rows: Rows = field(default_factory=dict)

    def add(self, model: type[SQLModel], **values: Any) -> int:
        """A row; its id."""
        kept = self.rows.setdefault(model, [])
        kept.append({"id": len(kept) + 1, **values})
        return len(kept)


def examples_of(docket: Docket) -> list[dict[str, Any]]:
    """The docket's labelled passages."""
    lines = [line for path in docket.example_files for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [json.loads(line) for line in lines]


def fill(session: Session, docket: Docket, passages: int, seed: int = 1) -> None:
    """Store an installation of about `passages` passages into an empty database."""
    made = Made(docket, random.Random(seed), examples_of(docket))  # noqa: S311  (no secret)
    organisations = max(20, passages // 100)
    for number in range(1, organisations + 1):
        kind = made.chance.choice(KINDS)
        made.add(Organisation, slug=f"sample-{number}", name=f"Sample Organisation {number}", kind=kind, country="")
    for number in range(max(1, passages // PER_STATEMENT)):
        _statement(made, number, organisations)
    for source in docket.sources:
        made.add(CrawlRun, source=source.key, started_at=_seen(made, 0), finished_at=_seen(made, 0), seen=9, new=1,
                 changed=0, unchanged=8, refused=0, failed=0, outcome="ok")  # fmt: skip
    store(session, made.rows)


def store(session: Session, rows: Rows) -> None:
    """Insert everything at once: triggers off, and everything counted when the write ends."""
    drop_triggers(session.connection())
    for model, kept in rows.items():
        session.execute(insert(model), kept)
    word_index(session).add(session, ((row["id"], row["text"]) for row in rows[Passage]))
    set_triggers(session.connection())
    wait_all(session.connection())


def _seen(made: Made, number: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number, seconds=made.chance.randrange(60))


def _statement(made: Made, number: int, organisations: int) -> None:
    chance = made.chance
    chosen = [chance.choice(made.examples) for _ in range(PER_STATEMENT)]
    text = "\n\n".join(example["text"] for example in chosen)
    address, seen = f"https://sample.example/{number}", _seen(made, number)
    copied = chance.random() < 0.1 and number
    group = f"https://sample.example/{chance.randrange(number)}" if copied else address
    capture = made.add(Capture, address=address, sha256=sha256(text.encode()).hexdigest(), media_type="text/html",
                       size=len(text), captured_at=seen, stored_at=seen, origin="crawl", http_status=200,
                       source=chance.choice(made.docket.sources).key if made.docket.sources else "sample",
                       warc_file="sample.warc.gz", warc_offset=0, declared="{}")  # fmt: skip
    published = (START + timedelta(days=int(chance.triangular(0, DAYS, DAYS * 0.85)))).isoformat()
    statement = made.add(
        Statement, address=address, title=f"Sample statement {number}", published=published if number % 20 else "",
        first_seen=seen, language="en", doc_kind="letter", on_topic=number % 15 != 0, same_text=group,
        organisation_id=chance.randrange(1, organisations + 1) if number % 25 else None, same_statement=group,
        revision_id=number + 1,
    )  # fmt: skip
    made.add(Revision, statement_id=statement, capture_id=capture, number=1, title=f"Sample statement {number}",
             text=text, text_sha256=sha256(f"{number}{text}".encode()).hexdigest(), body_end=len(text),
             captured_at=seen)  # fmt: skip
    start = 0
    for position, example in enumerate(chosen):
        _passage(made, number + 1, position, start, example)
        start += len(example["text"]) + 2
    _signatures(made, number, organisations)


def _signatures(made: Made, number: int, organisations: int) -> None:
    count = 150 if number % 200 == 7 else made.chance.choice((0, 0, 0, 0, 3))
    for position in range(min(count, organisations)):
        signer = made.chance.randrange(1, organisations + 1)
        made.add(Signature, revision_id=number + 1, position=position, name=f"Sample Organisation {signer}",
                 kind="organisation", organisation_id=signer)  # fmt: skip


def _passage(made: Made, revision: int, position: int, start: int, example: dict[str, Any]) -> None:
    text = example["text"]
    passage = made.add(Passage, revision_id=revision, position=position, start=start, end=start + len(text), text=text,
                       text_sha256=sha256(text.encode()).hexdigest(), heading="", language="en")  # fmt: skip
    for kind, key in _labels(example):
        made.add(
            Label, passage_id=passage, kind=kind, key=key, score=0.8, status="shown", origin="model", reason="made"
        )
    for place, (concern, provision) in enumerate(example.get("pairs", [])[:2]):
        origin = "explicit" if made.chance.random() < 0.75 else "implicit"
        made.add(Pair, passage_id=passage, concern=concern, provision=provision, origin=origin, status="shown", start=0,
                 end=len(text), reason="made")  # fmt: skip
        _citation(made, revision, passage, start, provision, place)


def _citation(made: Made, revision: int, passage: int, start: int, provision: str, place: int) -> None:
    open_one = made.chance.random() < 0.05
    made.add(Mention, revision_id=revision, passage_id=passage, start=start + place, end=start + place + 1, text="x",
             instrument=made.docket.key, unit="article", article=provision, paragraph="", letter="", confidence=0.9,
             draft=made.chance.choice(made.docket.drafts).key, status="ambiguous" if open_one else "resolved",
             provision="" if open_one else provision, candidates=json.dumps([provision, "5"] if open_one else []),
             reason="made")  # fmt: skip
    if made.chance.random() < 0.4:
        made.add(Ask, passage_id=passage, verb=made.chance.choice(VERBS), target=provision, start=0, end=1, text="x",
                 reason="made", status="resolved", origin="explicit", proposed="")  # fmt: skip


def _labels(example: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("concern", key) for key in example.get("concerns", ()))
    yield "stance", example["stance"]
    for flag in ("on_topic", "boilerplate", "reject_call"):
        yield flag, str(bool(example.get(flag, flag == "on_topic"))).lower()
