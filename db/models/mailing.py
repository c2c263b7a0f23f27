"""Who gets digests and alerts, and the mail that goes to them."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class Subscription(SQLModel, table=True):
    """A person's wish for a digest, or for alerts, on one scope. Ended ones stay, so that nothing is sent twice."""

    __table_args__ = (UniqueConstraint("email", "kind", "scope", "cadence"),)
    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(index=True)
    kind: str
    """`digest` (the week, as issued) or `alert` (each new statement, grouped into one message a person)."""
    scope: str = ""
    """As `pipeline.digest.scope` writes it; empty for the whole docket."""
    cadence: str
    """`weekly` or, for alerts, `daily`."""
    token: str = Field(unique=True)
    """In the address that ends it; whoever has the mail may."""
    since: datetime = Field(sa_type=UtcDateTime)
    """Alerts tell of statements captured from this moment on."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AlertTold(SQLModel, table=True):
    """A statement that a subscription's alerts have told: each once, however late it was processed."""

    __tablename__ = "alert_told"
    subscription_id: int = Field(foreign_key="subscription.id", primary_key=True)
    statement_id: int = Field(foreign_key="statement.id", primary_key=True)


class OutboxMail(SQLModel, table=True):
    """One message to one person about one period: written once, whatever happens to it afterwards."""

    __tablename__ = "outbox_mail"
    __table_args__ = (UniqueConstraint("recipient", "about", "period"),)
    id: int | None = Field(default=None, primary_key=True)
    recipient: str
    about: str
    """`digest` with its scope, or `alert` with its cadence."""
    period: str
    """An ISO week, or a day."""
    state: str = Field(index=True)
    """`waiting`, `sending`, `sent`, `failed` (for good), `doubtful` (it was cut off while the server had it) or
    `cancelled`. Only what waits is sent."""
    reason: str = ""
    attempts: int = 0
    message: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    """The whole mail, as it goes out."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    not_before: datetime = Field(sa_type=UtcDateTime)
    """When it may be tried (again)."""
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
