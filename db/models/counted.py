"""What was counted: kept beside the findings so that a page need not count again. Made by `db.recounting` alone."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class Counted(SQLModel, table=True):
    """One pair that counts, as `db.counting` defines it. No foreign keys: rows lie until their revision is recounted.

    Every statement that has a revision as its current one has its pairs, so the key is of both.
    """

    pair_id: int = Field(primary_key=True)
    revision_id: int = Field(index=True)
    passage_id: int
    statement_id: int = Field(primary_key=True)
    organisation_id: int | None
    statement_group: str
    concern: str
    provision: str
    origin: str
    objects: bool
    asks: bool
    supports: bool
    published: str
    first_seen: datetime = Field(sa_type=UtcDateTime)
    drafts: str
    """The drafts in which the passage cites the provision, each between commas (`,rev2,rev3,`); empty when none."""


class RevisionCount(SQLModel, table=True):
    """In which count a revision was counted last; 0 while it waits. The revision 0 stands for names and kinds.

    Triggers on the tables that the definition reads set 0, so that nothing can change a figure unnoticed.
    """

    __tablename__ = "revision_count"
    revision_id: int = Field(primary_key=True)
    counted_in: int = Field(index=True)
