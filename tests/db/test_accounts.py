"""Accounts: hashed, bounded, locked after failures whether or not the name exists."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from sqlmodel import select

from db.commands_accounts import account
from db.models import Account, AuditEntry, FailedSignIn
from db.session import open_installation, reading, writing
from db.settings import Settings
from db.store import accounts
from db.store.accounts import AccountError

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = "four words in a row"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a new installation."""
    return Settings(data=tmp_path / "data")


@pytest.fixture
def engine(settings: Settings) -> Engine:
    """Its database."""
    return open_installation(settings)


def add(engine: Engine, name: str = "Ana Sample", role: str = "reviewer", password: str = WORDS) -> None:
    """Make an account."""
    with writing(engine) as session:
        accounts.add_account(session, name, role, password)


def test_only_a_salted_hash_is_stored(engine: Engine) -> None:
    add(engine)
    add(engine, "Bo Sample")
    with reading(engine) as session:
        hashes = [row.password_hash for row in accounts.accounts(session)]
    assert all(found.startswith("scrypt:") and WORDS not in found for found in hashes)
    assert hashes[0] != hashes[1]


def test_the_right_password_opens_and_no_other(engine: Engine) -> None:
    add(engine)
    with reading(engine) as session:
        found = accounts.account_of(session, "  Ana   Sample ", WORDS)
        assert found and found.role == "reviewer"
        for name, password in (("Ana Sample", WORDS + "x"), ("Ana Sample", ""), ("Nobody", WORDS), ("", "")):
            assert accounts.account_of(session, name, password) is None
        assert accounts.account_of(session, "Ana Sample", "x" * 1_000_000) is None


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("", "reader", WORDS, "1 to 100 characters"),
        ("x" * 101, "reader", WORDS, "1 to 100 characters"),
        ("Bo", "king", WORDS, "reader, reviewer"),
        ("Bo", "reader", "short", "10 to 1000 characters, found 5"),
        ("Bo", "reader", "x" * 1001, "found 1001"),
        ("Ana Sample", "reader", WORDS, "already"),
    ],
)
def test_what_cannot_be_an_account_is_refused_with_the_reason(
    engine: Engine, name: str, role: str, password: str, said: str
) -> None:
    add(engine)
    with pytest.raises(AccountError, match=said), writing(engine) as session:
        accounts.add_account(session, name, role, password)


def test_a_name_that_is_tried_too_often_must_wait_ever_longer(engine: Engine) -> None:
    add(engine)
    for name in ("Ana Sample", "Nobody"):
        waits = []
        for n in range(14):
            with writing(engine) as session:
                until = accounts.note_failure(session, name, AT)
                waits.append((until - AT) // timedelta(minutes=1) if until else 0)
                assert (accounts.locked_until(session, name, AT) is not None) is (n >= 4)
        assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
    with writing(engine) as session:
        assert accounts.locked_until(session, "Ana Sample", AT + timedelta(minutes=60)) is None
        accounts.forget_failures(session, "Ana Sample")
        assert accounts.note_failure(session, "Ana Sample", AT) is None


def test_failures_are_forgotten_after_a_day(engine: Engine) -> None:
    for day in range(3):
        for n in range(4):
            with writing(engine) as session:
                accounts.note_failure(session, f"name {n}", AT + timedelta(days=2 * day))
    with reading(engine) as session:
        assert {row.failures for row in session.exec(select(FailedSignIn))} == {1}


def test_the_commands_make_change_and_remove_accounts(settings: Settings) -> None:
    def run(*arguments: str, given: str = "") -> str:
        ran = CliRunner().invoke(account, arguments, obj=settings, input=given)
        assert ran.exit_code == 0, ran.output
        return ran.output

    run("add", "Ana Sample", "--role", "reviewer", given=f"{WORDS}\n")
    assert "Ana Sample\treviewer\t" in run("list")
    engine = open_installation(settings)
    with reading(engine) as session:
        stamp = session.exec(select(Account.stamp)).one()
    run("password", "Ana Sample", given="another row of words\n")
    run("role", "Ana Sample", "reader")
    with reading(engine) as session:
        found = accounts.account_of(session, "Ana Sample", "another row of words")
        assert found and found.role == "reader" and found.stamp != stamp
    run("remove", "Ana Sample")
    assert run("list") == ""
    run("add", "Ana Sample", given=f"{WORDS}\n")
    with reading(engine) as session:
        assert [entry.what.split()[0] for entry in session.exec(select(AuditEntry))] == [
            *("Made", "Gave", "Made", "Removed", "Made")
        ]
        assert WORDS not in str(session.exec(select(AuditEntry)).all())


def test_a_command_that_cannot_be_done_says_why_and_is_not_written_down(settings: Settings) -> None:
    ran = CliRunner().invoke(account, ["add", "Ana Sample"], obj=settings, input="short\n")
    assert ran.exit_code == 1 and "Expected a password" in ran.output
    ran = CliRunner().invoke(account, ["remove", "Nobody"], obj=settings)
    assert ran.exit_code == 1 and "travaux account list" in ran.output
    with reading(open_installation(settings)) as session:
        assert session.exec(select(AuditEntry)).all() == []
