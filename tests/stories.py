"""Small installations to test pages against: invented organisations, statements and marks, clearly samples.

A `Story` writes plain rows; no stage of the pipeline runs. Texts are built from passages, so that every
offset is true by construction.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel

from db.models import (
    Ask,
    Capture,
    Label,
    Mention,
    Organisation,
    Pair,
    Passage,
    Revision,
    Signature,
    Statement,
)
from db.words import word_index
from tests.story_parts import Mark, Piece

Row = TypeVar("Row", bound=SQLModel)
DAY = datetime(2024, 8, 6, 9, 30, tzinfo=UTC)


@dataclass
class Story:
    """Writes sample rows into one session, and remembers organisations by slug."""

    session: Session
    organisations: dict[str, Organisation] = field(default_factory=dict)

    def organisation(self, slug: str, name: str, kind: str = "ngo", country: str = "") -> Organisation:
        """An organisation, stored."""
        made = Organisation(slug=slug, name=name, kind=kind, country=country)
        self.organisations[slug] = made
        return self._keep(made)

    def statement(
        self,
        address: str,
        title: str,
        pieces: Sequence[Piece],
        by: str = "",
        signed: Sequence[str] = (),
        tail: str = "",
        **fields: Any,
    ) -> int:
        """A statement with one revision, and its id. `signed`: slugs, or names of unknown organisations."""
        values: dict[str, Any] = {
            "address": address,
            "title": title,
            "published": "2024-07-03",
            "first_seen": DAY,
            "language": "en",
            "doc_kind": "letter",
            "organisation_id": self.organisations[by].id if by else None,
            "on_topic": True,
            "same_statement": address,
            "same_text": address,
        }
        made = self._keep(Statement(**{**values, **fields}))
        assert made.id is not None
        revision = self.revision(made, title, pieces, tail=tail)
        self._sign(revision, signed)
        return made.id

    def revision(
        self, statement: Statement, title: str, pieces: Sequence[Piece], number: int = 1, tail: str = ""
    ) -> Revision:
        """The next wording of `statement`, which becomes the current one."""
        body = "\n\n".join(piece.text for piece in pieces)
        text = f"{body}\n\n{tail}" if tail else body
        capture = self._capture(statement.address, text)
        revision = self._keep(
            Revision(
                statement_id=_id(statement),
                capture_id=_id(capture),
                number=number,
                title=title,
                text=text,
                text_sha256=sha256(f"{title}\n{text}".encode()).hexdigest(),
                body_end=len(body),
                captured_at=DAY,
            )
        )
        statement.revision_id, statement.title = revision.id, title
        start = 0
        for position, piece in enumerate(pieces):
            self._passage(_id(revision), position, start, piece)
            start += len(piece.text) + 2
        self._keep(statement)
        return revision

    def _capture(self, address: str, text: str) -> Capture:
        digest = sha256(text.encode()).hexdigest()
        return self._keep(
            Capture(
                address=address,
                sha256=digest,
                media_type="text/html",
                size=len(text),
                captured_at=DAY,
                stored_at=DAY,
                origin="crawl",
                source="sample",
                http_status=200,
                warc_file="sample.warc.gz",
                warc_offset=0,
            )
        )

    def _passage(self, revision_id: int, position: int, start: int, piece: Piece) -> None:
        passage = self._keep(
            Passage(
                revision_id=revision_id,
                position=position,
                start=start,
                end=start + len(piece.text),
                text=piece.text,
                text_sha256=sha256(piece.text.encode()).hexdigest(),
                language=piece.language,
            )
        )
        word_index(self.session).add(self.session, [(_id(passage), piece.text)])
        self._labels(_id(passage), piece)
        self._links(_id(passage), revision_id, start, piece)

    def _labels(self, passage_id: int, piece: Piece) -> None:
        marks = [Mark("concern", key) for key in piece.concerns] + list(piece.marks)
        marks += [Mark("stance", piece.stance)] if piece.stance else []
        flags = (("on_topic", piece.on_topic), ("boilerplate", piece.boilerplate), ("reject_call", piece.reject_call))
        marks += [Mark(kind, str(flag).lower()) for kind, flag in flags]
        for mark in marks:
            self._keep(Label(passage_id=passage_id, **vars(mark)))

    def _links(self, passage_id: int, revision_id: int, start: int, piece: Piece) -> None:
        end = start + len(piece.text)
        for origin, pairs in (("explicit", piece.pairs), ("implicit", piece.implied)):
            for concern, provision in pairs:
                self._keep(
                    Pair(
                        passage_id=passage_id,
                        concern=concern,
                        provision=provision,
                        origin=origin,
                        status="shown",
                        start=start,
                        end=end,
                        reason="Same clause.",
                    )
                )
        for verb, target in piece.asks:
            self._keep(
                Ask(
                    passage_id=passage_id,
                    verb=verb,
                    target=target,
                    start=start,
                    end=end,
                    text=piece.text,
                    reason="The verb stands before it.",
                )
            )
        for cited in piece.cited:
            at = start + piece.text.index(cited.words)
            self._keep(
                Mention(
                    revision_id=revision_id,
                    passage_id=passage_id,
                    start=at,
                    end=at + len(cited.words),
                    text=cited.words,
                    instrument=cited.instrument,
                    unit="article",
                    article=cited.article,
                    draft=cited.draft,
                    status=cited.status,
                    provision=cited.provision,
                    candidates=json.dumps(cited.candidates),
                    reason=cited.reason,
                    confidence=0.9,
                )
            )

    def _sign(self, revision: Revision, signed: Sequence[str]) -> None:
        for position, who in enumerate(signed):
            known = self.organisations.get(who)
            self._keep(
                Signature(
                    revision_id=_id(revision),
                    position=position,
                    name=known.name if known else who,
                    kind="organisation",
                    organisation_id=known.id if known else None,
                )
            )

    def _keep(self, row: Row) -> Row:
        self.session.add(row)
        self.session.flush()
        return row


def _id(row: Statement | Revision | Capture | Passage) -> int:
    assert row.id is not None
    return row.id
