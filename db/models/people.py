"""Who may change what, and who changed it."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from db.models.times import UtcDateTime


class Account(SQLModel, table=True):
    """A person who may sign in where `TRAVAUX_AUTH` asks for it. The row stays when the account is removed."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    """As it is shown beside what the person decides."""
    role: str
    """`reader` or `reviewer`."""
    password_hash: str
    """Salted scrypt, as werkzeug writes it; empty for an account that was removed."""
    stamp: str
    """Random. A signed-in browser carries it; another one ends all its sessions."""
    made_at: datetime = Field(sa_type=UtcDateTime)


class FailedSignIn(SQLModel, table=True):
    """Failures to sign in under a name since the last success, whether or not there is such an account."""

    __tablename__ = "failed_sign_in"
    name: str = Field(primary_key=True)
    failures: int
    last_at: datetime = Field(sa_type=UtcDateTime)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuditEntry(SQLModel, table=True):
    """One change made through the pages, stored in the transaction that makes it. Rows are only ever added."""

    __tablename__ = "audit_entry"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    by: str
    what: str
    """In words, with the number of what was changed."""
