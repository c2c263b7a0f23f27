"""What people decided about the names of organisations. No run of the pipeline changes it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class OrganisationDecision(SQLModel, table=True):
    """One decision by a person. It is about a name, not about a row, so it holds however often texts are read again.

    `merge`: `name` is the organisation called `into`. `accept`: `name` is an organisation of its own; `into` is empty.
    A decision taken back keeps its row, with who took it back and when.
    """

    __tablename__ = "organisation_decision"
    id: int | None = Field(default=None, primary_key=True)
    action: str
    name: str
    name_key: str = Field(index=True)
    """`db.registry.plain_name` of the name."""
    into: str = ""
    by: str
    at: datetime = Field(sa_type=UtcDateTime)
    undone_by: str = ""
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
