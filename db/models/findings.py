"""What the pipeline found in a revision. All of it can be made again, except human labels."""

from datetime import datetime

from sqlalchemy import Column, Index, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime

HUMAN = "origin = 'human'"


class Passage(SQLModel, table=True):
    """One to four sentences of a revision: `text == revision.text[start:end]`."""

    __table_args__ = (UniqueConstraint("revision_id", "start"),)
    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    position: int
    start: int
    end: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    text_sha256: str = Field(index=True)
    heading: str = ""
    language: str = ""


class Vector(SQLModel, table=True):
    """The meaning of a text under one encoder: float16, unit length. Vectors of two encoders never mix."""

    __table_args__ = (UniqueConstraint("encoder", "text_sha256"),)
    id: int | None = Field(default=None, primary_key=True)
    encoder: str
    text_sha256: str
    values: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Label(SQLModel, table=True):
    """A concern, stance, call to reject, on-topic or boilerplate mark on a passage, with its reason."""

    __table_args__ = (
        Index("ix_label_passage", "passage_id", "kind", "key"),
        Index("ix_label_human", "id", sqlite_where=text(HUMAN), postgresql_where=text(HUMAN)),
    )
    id: int | None = Field(default=None, primary_key=True)
    passage_id: int = Field(foreign_key="passage.id")
    kind: str
    key: str
    score: float
    status: str
    """`shown` or `unsure`; an unsure label counts nowhere."""
    origin: str
    """`model`, `rule` or `human`; a human label always wins and no run overwrites it."""
    reason: str


class Mention(SQLModel, table=True):
    """A citation found in a revision, and what it was resolved to."""

    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    passage_id: int | None = Field(default=None, foreign_key="passage.id", index=True)
    start: int
    end: int
    text: str
    instrument: str
    unit: str
    article: str = ""
    paragraph: str = ""
    letter: str = ""
    draft: str = ""
    status: str = Field(index=True)
    provision: str = Field(default="", index=True)
    candidates: str = "[]"
    reason: str = ""
    confidence: float = 0.0
    origin: str = "rule"
    """`rule`, or `human` where a person said what it means; the rule's answer is kept with the decision."""


class Pair(SQLModel, table=True):
    """A concern and a lineage carried by the same clause of a passage: what a cell of the matrix counts."""

    __table_args__ = (Index("ix_pair_cell", "provision", "concern"),)
    id: int | None = Field(default=None, primary_key=True)
    passage_id: int = Field(foreign_key="passage.id", index=True)
    concern: str
    provision: str
    origin: str
    """`explicit` (cited) or `implicit` (inferred); the two are never added up."""
    status: str
    start: int
    end: int
    reason: str


class Link(SQLModel, table=True):
    """A provision that a passage is about although it cites none: told by the heading above it, or by its meaning."""

    __table_args__ = (UniqueConstraint("passage_id", "provision"),)
    id: int | None = Field(default=None, primary_key=True)
    passage_id: int = Field(foreign_key="passage.id")
    provision: str = Field(index=True)
    origin: str
    """`heading` (named in the heading above), `implicit` (described) or `human`; none counts as a citation."""
    status: str
    """`shown` or `unsure`; an unsure link is in no figure."""
    score: float
    reason: str


class Ask(SQLModel, table=True):
    """What a passage asks for: a verb, and an adopted article number or `treaty`."""

    id: int | None = Field(default=None, primary_key=True)
    passage_id: int = Field(foreign_key="passage.id", index=True)
    verb: str
    target: str = Field(index=True)
    start: int
    end: int
    text: str
    reason: str
    status: str = "resolved"
    """`resolved`, or `unmatched` where no text of the treaty has such an article; the target is then as written."""
    origin: str = "explicit"
    """How the target was told: `explicit`, by the `heading` above, or `implicit` where it is described, not named."""
    proposed: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
    """The wording that is asked for, as quoted; empty where none is."""


class Topic(SQLModel, table=True):
    """A cluster of passages that the docket's concerns do not name. Rows stay: an address must not come to nothing."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    terms: str = "[]"
    state: str = "current"
    """`current`, or why it is one no more: `merged`, `split`, `vanished`."""
    became: str = "[]"
    """JSON: keys of the topics that took up its passages."""
    came_from: str = ""
    """Key of the topic that it split off from."""
    found_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the newest text was collected at which it was found first."""
    gone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Likewise, at which it was found no more."""
    encoder: str = ""
    centre: bytes = Field(default=b"", sa_column=Column(LargeBinary, nullable=False))
    """Of its passages under `encoder`: float16, unit length."""
    x: float = 0.0
    y: float = 0.0


class TopicPassage(SQLModel, table=True):
    """Membership of a passage in a topic, best example first; copies of another member come last."""

    __tablename__ = "topic_passage"
    topic_id: int = Field(foreign_key="topic.id", primary_key=True)
    passage_id: int = Field(foreign_key="passage.id", primary_key=True)
    rank: int
    is_copy: bool = False
