"""`travaux account`: who may sign in where `TRAVAUX_AUTH` asks for it."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlmodel import Session

from db.installed import opened
from db.session import reading, writing
from db.settings import Settings
from db.store import accounts
from db.store.audit import note_change


@click.group()
def account() -> None:
    """Make and remove accounts for the pages, and give them other passwords.

    They are asked for where the setting TRAVAUX_AUTH is `accounts` or `closed`.

    \b
    Example:
      travaux account add "Ana Sample" --role reviewer
    """


@contextmanager
def _changing(settings: Settings, what: str) -> Iterator[Session]:
    """A session whose change is written down; what cannot be done ends as a sentence."""
    try:
        with writing(opened(settings)) as session:
            yield session
            note_change(session, f"{getpass.getuser()} (command line)", what)
    except accounts.AccountError as error:
        raise click.ClickException(str(error)) from error


def _asked_password() -> str:
    """A password typed twice; where the input is no terminal, its first line."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


@account.command()
@click.argument("name")
@click.option("--role", type=click.Choice(accounts.ROLES), default="reader", show_default=True)
@click.pass_obj
def add(settings: Settings, name: str, role: str) -> int:
    """Make an account. The password is asked for, or read from the input.

    \b
    Example:
      travaux account add "Ana Sample" --role reviewer
    """
    password = _asked_password()
    with _changing(settings, f"Made the account {name} ({role})") as session:
        made = accounts.add_account(session, name, role, password)
        click.echo(f"{made.name} may sign in as a {made.role}.")
    return 0


@account.command("list")
@click.pass_obj
def list_(settings: Settings) -> int:
    """Print who may sign in, as what, since when.

    \b
    Example:
      travaux account list
    """
    with reading(opened(settings, create=False)) as session:
        for row in accounts.accounts(session):
            click.echo(f"{row.name}\t{row.role}\t{row.made_at:%Y-%m-%d}")
    return 0


@account.command()
@click.argument("name")
@click.pass_obj
def remove(settings: Settings, name: str) -> int:
    """Let nobody sign in under NAME. What was decided under it stays.

    \b
    Example:
      travaux account remove "Ana Sample"
    """
    with _changing(settings, f"Removed the account {name}") as session:
        click.echo(f"{accounts.remove_account(session, name).name} may sign in no more.")
    return 0


@account.command()
@click.argument("name")
@click.pass_obj
def password(settings: Settings, name: str) -> int:
    """Give NAME another password, and sign it out everywhere.

    \b
    Example:
      travaux account password "Ana Sample"
    """
    given = _asked_password()
    with _changing(settings, f"Gave the account {name} another password") as session:
        click.echo(f"{accounts.change_password(session, name, given).name} has another password.")
    return 0


@account.command()
@click.argument("name")
@click.argument("role", type=click.Choice(accounts.ROLES))
@click.pass_obj
def role(settings: Settings, name: str, role: str) -> int:
    """Make NAME a reader or a reviewer.

    \b
    Example:
      travaux account role "Ana Sample" reviewer
    """
    with _changing(settings, f"Made {name} a {role}") as session:
        click.echo(f"{accounts.change_role(session, name, role).name} is a {role}.")
    return 0
