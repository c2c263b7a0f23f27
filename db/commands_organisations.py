"""`travaux organisations`: the register of names, and the decisions of people about them."""

import getpass
import json
from dataclasses import asdict
from typing import Any

import click
from sqlmodel import Session, select

from db.installed import docket_of, opened
from db.models import Organisation, OrganisationDecision
from db.naming import decisions as all_decisions
from db.naming import waiting_names, written_and_signed
from db.session import reading, writing
from db.settings import Settings
from db.store.registry import accept_organisation, merge_organisations, undo_decision

BY = click.option("--by", default=getpass.getuser, show_default="the user's name", help="Who decides")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON lines")


@click.group()
def organisations() -> None:
    """List organisations, review new names, merge two names of one organisation.

    Decisions hold when texts are read again, and can be taken back.

    \b
    Example:
      travaux organisations merge "Mirador Fdn" "Mirador Foundation"
    """


@organisations.command("list")
@AS_JSON
@click.pass_obj
def list_(settings: Settings, as_json: bool) -> int:
    """Print every organisation: documents that it wrote, endorsements that it gave.

    \b
    Example:
      travaux organisations list
    """
    with reading(opened(settings, create=False)) as session:
        for line in _lines(session):
            click.echo(json.dumps(line, ensure_ascii=False) if as_json else _in_words(line))
    return 0


def _lines(session: Session) -> list[dict[str, Any]]:
    wrote, signed = written_and_signed(session)
    rows = sorted(session.exec(select(Organisation)), key=lambda row: row.name.casefold())
    return [
        {**row.model_dump(include={"slug", "name", "kind", "country"}), "documents": wrote[row.id],
         "endorsements": signed[row.id]}
        for row in rows
    ]  # fmt: skip


def _in_words(line: dict[str, Any]) -> str:
    where = ", ".join(part for part in (line["kind"] or "kind not known", line["country"]) if part)
    return f"{line['name']} ({where}): {line['documents']} documents, {line['endorsements']} endorsements"


@organisations.command()
@AS_JSON
@click.pass_obj
def review(settings: Settings, as_json: bool) -> int:
    """Print the names that wait for review: in no register, and nobody has decided on them.

    \b
    Example:
      travaux organisations review
    """
    with reading(opened(settings, create=False)) as session:
        waiting = waiting_names(session, docket_of(settings))
    for each in waiting:
        line = asdict(each)
        perhaps = f"; perhaps the same as {each.like}" if each.like else ""
        click.echo(json.dumps(line, ensure_ascii=False) if as_json else _in_words(line) + perhaps)
    if not waiting:
        click.echo("No name waits for review.", err=True)
    return 0


@organisations.command()
@click.argument("name")
@click.argument("into")
@BY
@click.pass_obj
def merge(settings: Settings, name: str, into: str, by: str) -> int:
    """Say that NAME is the organisation INTO. Both may be names, aliases or slugs.

    \b
    Example:
      travaux organisations merge "Mirador Fdn" "Mirador Foundation"
    """
    with writing(opened(settings, create=False)) as session:
        click.echo(_told(merge_organisations(session, docket_of(settings), name, into, by)))
    return 0


@organisations.command()
@click.argument("name")
@BY
@click.pass_obj
def accept(settings: Settings, name: str, by: str) -> int:
    """Say that NAME is an organisation of its own, so that it waits for review no more.

    \b
    Example:
      travaux organisations accept "Mirador Foundation"
    """
    with writing(opened(settings, create=False)) as session:
        click.echo(_told(accept_organisation(session, docket_of(settings), name, by)))
    return 0


@organisations.command()
@click.argument("number", type=int)
@BY
@click.pass_obj
def undo(settings: Settings, number: int, by: str) -> int:
    """Take the decision with this NUMBER back.

    \b
    Example:
      travaux organisations undo 3
    """
    with writing(opened(settings, create=False)) as session:
        click.echo(_told(undo_decision(session, docket_of(settings), number, by)))
    return 0


@organisations.command()
@click.pass_obj
def decisions(settings: Settings) -> int:
    """Print every decision, those taken back included: who, when, what.

    \b
    Example:
      travaux organisations decisions
    """
    with reading(opened(settings, create=False)) as session:
        for decision in all_decisions(session):
            click.echo(_told(decision))
    return 0


def _told(decision: OrganisationDecision) -> str:
    what = (
        f"“{decision.name}” is {f'“{decision.into}”' if decision.action == 'merge' else 'an organisation of its own'}"
    )
    back = f"; taken back by {decision.undone_by} on {decision.undone_at:%Y-%m-%d}" if decision.undone_at else ""
    return f"Decision {decision.id}: {what} ({decision.by}, {decision.at:%Y-%m-%d}){back}"
