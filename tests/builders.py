"""Building small installations of invented organisations for tests. Every text here is a sample."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import Engine
from sqlmodel import Session

from db.models import Ask, Capture, Label, Organisation, Pair, Passage, Revision, Statement
from db.session import open_installation
from db.settings import Settings
from db.store.findings import add_vectors, replace_passages
from db.store.statements import sha256_of

AUGUST = datetime(2024, 8, 6, 9, tzinfo=UTC)


def installation(folder: Path) -> tuple[Settings, Engine]:
    """An empty installation in a folder."""
    settings = Settings(data=folder)
    return settings, open_installation(settings)


def organisation(session: Session, name: str, kind: str = "ngo") -> int:
    """The id of a new organisation."""
    row = Organisation(slug=name.casefold().replace(" ", "-"), name=name, kind=kind)
    session.add(row)
    session.flush()
    return row.id or 0


def statement(
    session: Session,
    address: str,
    texts: Sequence[str],
    organisation_id: int | None = None,
    published: str = "2024-08-05",
    seen: datetime = AUGUST,
    on_topic: bool = True,
    language: str = "en",
    title: str = "Sample statement",
) -> list[Passage]:
    """The passages of a new statement whose paragraphs are `texts`."""
    whole = "\n\n".join(texts)
    capture = Capture(
        address=address, sha256=sha256_of(whole), media_type="text/plain", size=len(whole), captured_at=seen,
        stored_at=seen, origin="import", warc_file="sample.warc.gz", warc_offset=0,
    )  # fmt: skip
    row = Statement(address=address, title=title, published=published, first_seen=seen, language=language,
                    doc_kind="blog", organisation_id=organisation_id, on_topic=on_topic, same_text=address,
                    same_statement=address)  # fmt: skip
    session.add_all([capture, row])
    session.flush()
    revision = Revision(statement_id=row.id or 0, capture_id=capture.id or 0, number=1, title=title, text=whole,
                        text_sha256=sha256_of(f"{title}\n{whole}"), body_end=len(whole), captured_at=seen)  # fmt: skip
    session.add(revision)
    session.flush()
    row.revision_id = revision.id
    starts = [whole.index(text) for text in texts]
    replace_passages(session, revision.id or 0, [
        {"position": n, "start": start, "end": start + len(text), "text": text, "text_sha256": sha256_of(text),
         "heading": "", "language": language}
        for n, (start, text) in enumerate(zip(starts, texts, strict=True))
    ])  # fmt: skip
    from db.store.findings import passages_of

    return passages_of(session, revision.id or 0)


def label(session: Session, passage: Passage, kind: str, key: str, score: float = 0.9, origin: str = "model") -> None:
    """A shown label."""
    session.add(
        Label(
            passage_id=passage.id or 0, kind=kind, key=key, score=score, status="shown", origin=origin, reason="sample"
        )
    )


def pair(
    session: Session,
    passage: Passage,
    concern: str,
    provision: str,
    stance: str = "objection",
    origin: str = "explicit",
) -> None:
    """A pair on a passage, with the concern and the stance it needs to count."""
    label(session, passage, "concern", concern)
    label(session, passage, "stance", stance)
    session.add(Pair(passage_id=passage.id or 0, concern=concern, provision=provision, origin=origin, status="shown",
                     start=0, end=len(passage.text), reason="sample"))  # fmt: skip


def ask(session: Session, passage: Passage, verb: str, target: str, origin: str = "explicit") -> None:
    """An ask that is the whole passage."""
    session.add(Ask(passage_id=passage.id or 0, verb=verb, target=target, start=0, end=len(passage.text),
                    text=passage.text, reason="sample", origin=origin))  # fmt: skip


class WordEncoder:
    """A deterministic encoder for tests: texts that share words are close, whatever their order."""

    key = "words-for-tests"
    dimension = 64

    def encode(self, texts: Sequence[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        """One unit row a text."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.casefold().split():
                row[int(sha256_of(word.strip(".,;:")), 16) % self.dimension] += 1
        lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return np.asarray(rows / lengths, dtype=np.float32)


def embedded(session: Session, encoder: WordEncoder, passages: Sequence[Passage]) -> None:
    """Store the vectors of passages."""
    vectors = encoder.encode([p.text for p in passages]).astype(np.float16)
    add_vectors(session, encoder.key, {p.text_sha256: v.tobytes() for p, v in zip(passages, vectors, strict=True)})
