"""Accounts: who may sign in, as what. Passwords are stored as salted scrypt hashes alone."""

from datetime import UTC, datetime, timedelta
from functools import cache
from secrets import token_urlsafe
from typing import Literal, get_args

from sqlalchemy import delete
from sqlmodel import Session, col, select
from werkzeug.security import check_password_hash, generate_password_hash

from db.models import Account, FailedSignIn

Role = Literal["reader", "reviewer"]
ROLES: tuple[str, ...] = get_args(Role)
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1000
LONGEST_NAME = 100
FREE_FAILURES = 4
"""Failures in a row that cost no wait; the next ones lock the name for 1, 2, 4 … minutes."""
LONGEST_LOCK = timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


class AccountError(ValueError):
    """An account cannot be made or changed so. The message says why and what to do."""


def add_account(session: Session, name: str, role: str, password: str) -> Account:
    """Make an account, or one that was removed anew. Raises `AccountError`."""
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise AccountError(f"Expected a name of 1 to {LONGEST_NAME} characters, found {name[:40]!r}.")
    found = session.exec(select(Account).where(Account.name == name)).first()
    if found and found.password_hash:
        raise AccountError(
            f"There is an account {name!r} already. `travaux account password` gives it another password."
        )
    account = found or Account(name=name, role="", password_hash="", stamp="", made_at=datetime.now(UTC))
    account.role = checked_role(role)
    return _stored(session, account, password)


def change_password(session: Session, name: str, password: str) -> Account:
    """Give an account another password and end its sessions. Raises `AccountError`."""
    return _stored(session, account_named(session, name), password)


def change_role(session: Session, name: str, role: str) -> Account:
    """Make a reader a reviewer, or the reverse, and end its sessions. Raises `AccountError`."""
    account = account_named(session, name)
    account.role = checked_role(role)
    end_sessions(session, account)
    return account


def remove_account(session: Session, name: str) -> Account:
    """Let nobody sign in under this name; what it decided stays. Raises `AccountError`."""
    account = account_named(session, name)
    account.password_hash = ""
    end_sessions(session, account)
    return account


def account_named(session: Session, name: str) -> Account:
    """The account of this name. Raises `AccountError`."""
    account = session.exec(select(Account).where(Account.name == name, Account.password_hash != "")).first()
    if account is None:
        raise AccountError(f"There is no account {name[:60]!r}. `travaux account list` shows which there are.")
    return account


def accounts(session: Session) -> list[Account]:
    """The accounts that may sign in, by name."""
    return list(session.exec(select(Account).where(Account.password_hash != "").order_by(Account.name)))


def end_sessions(session: Session, account: Account) -> None:
    """Sign the account out everywhere."""
    account.stamp = token_urlsafe(16)
    session.add(account)


def checked_role(role: str) -> str:
    """The role, if there is one of this name. Raises `AccountError`."""
    if role not in ROLES:
        raise AccountError(f"Expected the role to be one of {', '.join(ROLES)}, found {role[:40]!r}.")
    return role


def _stored(session: Session, account: Account, password: str) -> Account:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise AccountError(
            f"Expected a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters, found {len(password)}. "
            "Several words in a row are easy to keep and hard to guess."
        )
    account.password_hash = generate_password_hash(password)
    end_sessions(session, account)
    session.flush()
    return account


def locked_until(session: Session, name: str, at: datetime) -> datetime | None:
    """Until when nobody may try this name; None when it may be tried at `at`."""
    failed = session.get(FailedSignIn, plain(name))
    return failed.locked_until if failed and failed.locked_until and failed.locked_until > at else None


def account_of(session: Session, name: str, password: str) -> Account | None:
    """The account with this name and password. It takes as long for a name that has no account."""
    wanted = select(Account).where(Account.name == plain(name), Account.password_hash != "")
    account = session.exec(wanted).first()
    right = check_password_hash(account.password_hash if account else _nobodys_hash(), password[: LONGEST_PASSWORD + 1])
    return account if right else None


def forget_failures(session: Session, name: str) -> None:
    """After a success: the next failure is the first again."""
    session.execute(delete(FailedSignIn).where(col(FailedSignIn.name) == plain(name)))


def note_failure(session: Session, name: str, at: datetime) -> datetime | None:
    """Count a failure under a name, whether or not there is such an account; until when it is now locked."""
    session.execute(delete(FailedSignIn).where(col(FailedSignIn.last_at) < at - FORGOTTEN_AFTER))
    row = session.get(FailedSignIn, plain(name)) or FailedSignIn(name=plain(name), failures=0, last_at=at)
    row.failures, row.last_at = row.failures + 1, at
    over = row.failures - FREE_FAILURES
    row.locked_until = at + min(timedelta(minutes=2 ** min(over - 1, 10)), LONGEST_LOCK) if over > 0 else None
    session.add(row)
    return row.locked_until


def plain(name: str) -> str:
    """A name as accounts are kept: single spaces, bounded."""
    return " ".join(name.split())[:LONGEST_NAME]


@cache
def _nobodys_hash() -> str:
    return generate_password_hash(token_urlsafe(16))
